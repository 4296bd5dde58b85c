package io.reparto.node.measurements;

import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Writes a file of measurements. Its bytes depend on (rows, stations, seed) alone: not on the
 * machine, the JDK or the number of threads; and a file of fewer rows is the beginning of one with
 * more.
 *
 * <p>Immutable; one writer may write several files at once.
 */
public final class MeasurementWriter {
  public static final int DEFAULT_STATIONS = 413;

  /** Enough for 10^13 rows: the offset of a block must fit a long. */
  public static final long MAXIMUM_ROWS = 10_000_000_000_000L;

  private final long rows;
  private final BlockFormatter formatter;

  /**
   * @param rows 0 to {@link #MAXIMUM_ROWS}
   * @param stations 1 to 10 000 000; their names take about 15 bytes of memory each
   * @param seed any
   * @throws InvalidJobException if a number is out of its range
   */
  public MeasurementWriter(long rows, int stations, long seed) {
    if (rows < 0 || rows > MAXIMUM_ROWS) {
      throw new InvalidJobException(
          "--rows must be a whole number from 0 to " + MAXIMUM_ROWS + ": given=" + rows);
    }
    this.rows = rows;
    this.formatter = new BlockFormatter(Stations.first(stations), seed);
  }

  /**
   * Writes the whole file, or leaves what was there: the rows go to a temporary file beside it,
   * which takes the name at the end and is deleted on any error, on interruption and when the JVM
   * is told to stop.
   *
   * @param threads at least 1
   * @param rowsWritten told the rows written so far, now and then, from any of the threads
   * @return the size of the file in bytes
   * @throws InvalidJobException if there can't be such a file
   * @throws IOException if writing fails, a full disk for instance
   * @throws InterruptedIOException if the calling thread is interrupted
   */
  public long write(Path output, int threads, LongConsumer rowsWritten) throws IOException {
    Path file = resolve(output);
    Path temporary = createTemporary(file);
    var deleteOnExit = new Thread(() -> deleteQuietly(temporary), "delete-" + temporary);
    Runtime.getRuntime().addShutdownHook(deleteOnExit);
    try {
      long sizeBytes;
      try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        sizeBytes = write(channel, threads, rowsWritten);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return sizeBytes;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "can't write measurements: file=" + file + ", reason=" + e.getMessage(), e);
    } finally {
      deleteQuietly(temporary);
      removeHook(deleteOnExit);
    }
  }

  private long write(FileChannel channel, int threads, LongConsumer rowsWritten)
      throws IOException {
    var sequence = new BlockSequence(rows, rowsWritten);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        writers.add(
            executor.submit(
                () -> {
                  writeBlocks(channel, sequence);
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      return sequence.sizeBytes();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("a writer of measurements failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while writing measurements");
    } finally {
      executor.shutdownNow();
    }
  }

  /** What each thread does: makes a block, learns where it begins, writes it there. */
  private void writeBlocks(FileChannel channel, BlockSequence sequence)
      throws IOException, InterruptedException {
    boolean finished = false;
    try {
      byte[] output = new byte[formatter.capacityBytes()];
      for (long block = sequence.next(); block >= 0; block = sequence.next()) {
        int blockRows = sequence.rowsOf(block);
        int length = formatter.format(block, blockRows, output);
        long offset = sequence.place(block, length);
        if (offset < 0) {
          return;
        }
        var bytes = ByteBuffer.wrap(output, 0, length);
        while (bytes.hasRemaining()) {
          channel.write(bytes, offset + bytes.position());
        }
        sequence.written(blockRows);
      }
      finished = true;
    } finally {
      if (!finished) {
        sequence.stop();
      }
    }
  }

  private static Path resolve(Path output) {
    try {
      // Through a symbolic link to what it names, or renaming would replace the link.
      Path file = Files.exists(output) ? output.toRealPath() : output.toAbsolutePath();
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new InvalidJobException("--output is there and is no regular file: given=" + output);
      }
      return file;
    } catch (IOException e) {
      throw new InvalidJobException("--output can't be read: given=" + output, e);
    }
  }

  private static Path createTemporary(Path file) throws IOException {
    // Not createTempFile: that one's files only their owner may read.
    Path temporary =
        file.resolveSibling(
            "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      return Files.createFile(temporary);
    } catch (NoSuchFileException e) {
      throw new InvalidJobException(
          "the directory of --output does not exist: directory=" + file.getParent(), e);
    } catch (AccessDeniedException e) {
      throw new InvalidJobException(
          "no permission to write in the directory of --output: directory=" + file.getParent(), e);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.err.println("can't delete a temporary file: file=" + file + ", reason=" + e);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is stopping: the hook is running already.
    }
  }
}
