package io.reparto.coordinator.registry.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values by key in one file, appended to, so that many writes share one wait for the disk. The last
 * value of a key counts; when most of the file no longer does, it is written anew. Not thread-safe;
 * blocks.
 *
 * <p>A batch is written when the one before it is on disk. So if the last one can't be read, the
 * node stopped while it was written, and nobody was told that it had been: it is dropped. If one
 * before it can't, the file is damaged: it is refused, and left as it is.
 */
final class DiskLog implements Closeable {
  private static final String FILE = "registry.log";
  private static final String NEW_FILE = "registry.log.new";
  private static final long LEAST_GARBAGE_BYTES = 16 * 1024 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(DiskLog.class);

  private final Path directory;
  private final Path path;
  private final DirectoryLock lock;
  private final long leastGarbageBytes;
  private Map<String, Span> index = new HashMap<>();
  private LogBatch pending = new LogBatch();
  private LogFile file;
  private long end = LogFile.START;
  private long live;
  private long nextCompaction;

  /**
   * A value's place in the file.
   *
   * @param recordBytes what it takes there, with its key
   */
  private record Span(long position, int bytes, int recordBytes) {
    static Span of(LogBatch.Entry entry, long batch) {
      return new Span(batch + entry.offset(), entry.valueBytes(), entry.recordBytes());
    }
  }

  /**
   * Opens the log of a directory, made where there is none.
   *
   * @throws IOException also if another node uses the directory, or if the file is damaged or none
   *     of ours; says so with file and byte
   */
  static DiskLog open(Path directory) throws IOException {
    return open(directory, LEAST_GARBAGE_BYTES);
  }

  /**
   * Opens the log.
   *
   * @param leastGarbageBytes of what no longer counts, before the file is written anew
   */
  static DiskLog open(Path directory, long leastGarbageBytes) throws IOException {
    Files.createDirectories(directory);
    var log = new DiskLog(directory, DirectoryLock.of(directory), leastGarbageBytes);
    try {
      log.start();
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
    return log;
  }

  private DiskLog(Path directory, DirectoryLock lock, long leastGarbageBytes) {
    this.directory = directory.toAbsolutePath();
    this.path = this.directory.resolve(FILE);
    this.lock = lock;
    this.leastGarbageBytes = leastGarbageBytes;
    this.nextCompaction = leastGarbageBytes;
  }

  private void start() throws IOException {
    Files.deleteIfExists(directory.resolve(NEW_FILE));
    if (!Files.exists(path)) {
      writeAnew();
      return;
    }
    file = LogFile.open(path);
    while (end < file.size()) {
      Optional<byte[]> records = file.records(end);
      if (records.isEmpty()) {
        dropEnd();
        return;
      }
      note(LogBatch.entries(records.get()), end);
      end += LogBatch.HEAD_BYTES + records.get().length;
    }
  }

  private void dropEnd() throws IOException {
    if (file.hasBatchAfter(end)) {
      throw new IOException(
          "registry's file is damaged: file=%s, byte=%d; move it away, and this node starts with"
                  .formatted(path, end)
              + " what the others know");
    }
    LOG.warn(
        "a write to the registry's file was cut short, and is dropped: file={}, byte={}, bytes={}",
        path,
        end,
        file.size() - end);
    file.truncate(end);
    file.force();
  }

  Set<String> keys() {
    return new TreeSet<>(index.keySet());
  }

  /** The value of a key that is there. */
  byte[] get(String key) throws IOException {
    Span span = index.get(key);
    return file.read(span.position(), span.bytes());
  }

  /**
   * Notes a value, for the next {@link #write()}.
   *
   * @param value not kept
   * @return bytes noted and not yet written
   * @throws IllegalArgumentException if it is too large
   */
  int put(String key, byte[] value) {
    pending.add(key, value);
    return pending.sizeBytes();
  }

  /**
   * Writes what was noted. All of it is on disk when this returns; none counts if it throws.
   *
   * @throws IOException if the disk refuses, as when it is full; the next write may succeed
   */
  void write() throws IOException {
    if (pending.sizeBytes() == 0) {
      return;
    }
    LogBatch batch = pending;
    pending = new LogBatch();
    try {
      file.write(batch.toBytes(), end);
      file.force();
    } catch (IOException e) {
      dropAfterEnd(e);
      throw e;
    }
    note(batch.entries(), end);
    end += batch.sizeBytes();
  }

  private void dropAfterEnd(IOException failure) {
    try {
      file.truncate(end);
    } catch (IOException e) {
      failure.addSuppressed(e); // the next write goes over it
    }
  }

  private void note(Iterable<LogBatch.Entry> entries, long batch) {
    for (LogBatch.Entry entry : entries) {
      Span old = index.put(entry.key(), Span.of(entry, batch));
      live += entry.recordBytes() - (old == null ? 0 : old.recordBytes());
    }
  }

  /**
   * Writes the file anew if most of it no longer counts.
   *
   * @throws IOException if it can't; then the file is as it was, and it is tried again later
   */
  void compact() throws IOException {
    long garbage = end - LogFile.START - live;
    if (garbage >= nextCompaction && garbage >= live) {
      nextCompaction = 2 * garbage; // unless it succeeds
      writeAnew();
      nextCompaction = leastGarbageBytes;
    }
  }

  /** Under another name first: there is never half a file under its own. */
  private void writeAnew() throws IOException {
    Path newPath = directory.resolve(NEW_FILE);
    LogFile next = LogFile.create(newPath);
    var moved = new HashMap<String, Span>();
    long to = LogFile.START;
    try {
      for (String key : keys()) {
        var batch = new LogBatch();
        batch.add(key, get(key));
        next.write(batch.toBytes(), to);
        moved.put(key, Span.of(batch.entries().get(0), to));
        to += batch.sizeBytes();
      }
      next.force();
      Files.move(newPath, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      next.close();
      Files.deleteIfExists(newPath); // where the disk is full, that counts
      throw e;
    }
    if (file != null) {
      file.close();
    }
    file = next;
    index = moved;
    end = to;
    forceDirectory();
  }

  /** Without this the new file's name may not outlive a power failure. */
  private void forceDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Closes the log; what was noted and not written is lost. */
  @Override
  public void close() throws IOException {
    try {
      if (file != null) {
        file.close();
      }
    } finally {
      lock.close();
    }
  }
}
