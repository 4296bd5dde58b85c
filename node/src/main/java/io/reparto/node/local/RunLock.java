package io.reparto.node.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/** A lock between processes; the kernel gives it back however its holder ends. */
final class RunLock {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, or waits for it.
   *
   * @param note is told if it has to wait
   * @throws LocalClusterException if the patience is over
   */
  static RunLock acquire(Path file, Duration patience, Consumer<String> note)
      throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = tryLock(channel);
      if (!locked) {
        note.accept("waiting for another command on this cluster: lock=" + file);
        locked = Poll.until(patience, () -> tryLock(channel));
      }
      if (!locked) {
        throw new LocalClusterException(
            "another command on this cluster has not ended within "
                + patience.toSeconds()
                + " s: lock="
                + file);
      }
      return new RunLock(channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static boolean tryLock(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    } catch (IOException e) {
      throw new LocalClusterException("the run directory can't be locked: " + e, e);
    }
  }

  void close() throws IOException {
    channel.close();
  }
}
