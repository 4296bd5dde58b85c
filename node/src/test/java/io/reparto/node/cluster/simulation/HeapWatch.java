package io.reparto.node.cluster.simulation;

import java.util.function.LongSupplier;

/**
 * How much memory the coordinator holds, at the most of several samples: what is in use after a
 * collection, less what is left when the coordinator is gone. An event that waits for each busy
 * slot is counted with it, some 60 bytes.
 */
final class HeapWatch {
  private final LongSupplier usedBytes;
  private int samples;
  private long mostBytes;
  private long leftBytes;

  private HeapWatch(LongSupplier usedBytes) {
    this.usedBytes = usedBytes;
  }

  /** Of this JVM, which should have nothing else to do. */
  static HeapWatch ofJvm() {
    return new HeapWatch(
        () -> {
          System.gc();
          Runtime runtime = Runtime.getRuntime();
          return runtime.totalMemory() - runtime.freeMemory();
        });
  }

  /** One that measures nothing. */
  static HeapWatch blind() {
    return new HeapWatch(() -> 0);
  }

  int samples() {
    return samples;
  }

  void sample() {
    samples++;
    mostBytes = Math.max(mostBytes, usedBytes.getAsLong());
  }

  /** The coordinator is gone. */
  void end() {
    leftBytes = usedBytes.getAsLong();
  }

  /** What it held; 0 if that is not known. */
  long heldBytes() {
    return Math.max(0, mostBytes - leftBytes);
  }
}
