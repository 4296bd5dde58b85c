package io.reparto.node.race.processes;

import io.reparto.node.race.strategies.FoldingBarrier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;

/** The loops of one process. Each adds one to the counter of a mapped file, so many times. */
final class MappedAdders {
  /** The bytes of the counter are what is locked. */
  private static final long LOCKED_BYTES = Long.BYTES;

  private MappedAdders() {}

  /** Loads and stores, as with a plain field. */
  static void addPlainly(MappedCounter counter, int times) {
    ByteBuffer memory = counter.memory();
    for (int i = 0; i < times && FoldingBarrier.pass(); i++) {
      memory.putLong(MappedCounter.COUNT, memory.getLong(MappedCounter.COUNT) + 1);
    }
  }

  /**
   * Stores only if nobody else has stored since the load, else tries again. Never waits for
   * anybody.
   */
  static void addByCompareAndSet(MappedCounter counter, int times) {
    ByteBuffer memory = counter.memory();
    for (int i = 0; i < times; i++) {
      long seen;
      do {
        seen = (long) MappedCounter.LONG.getVolatile(memory, MappedCounter.COUNT);
      } while (!MappedCounter.LONG.compareAndSet(memory, MappedCounter.COUNT, seen, seen + 1));
    }
  }

  /**
   * Takes the kernel's lock on the counter's bytes for each increment. The kernel gives it back
   * when its holder ends, in whatever way.
   */
  static void addUnderLock(MappedCounter counter, int times) throws IOException {
    ByteBuffer memory = counter.memory();
    for (int i = 0; i < times; i++) {
      FileLock lock = lock(counter.channel());
      try {
        memory.putLong(MappedCounter.COUNT, memory.getLong(MappedCounter.COUNT) + 1);
      } finally {
        lock.release();
      }
    }
  }

  /** Waits for the lock and takes it. */
  static FileLock lock(FileChannel channel) throws IOException {
    return channel.lock(MappedCounter.COUNT, LOCKED_BYTES, false);
  }
}
