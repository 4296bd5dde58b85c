package io.reparto.node.measurements;

import java.util.function.LongConsumer;

/**
 * Hands out the blocks of a file in order and tells each where it begins, which is known once the
 * lengths of all before it are. Blocks wait for a length only, not for a write, so writes overlap.
 * All methods may be called from any thread.
 */
final class BlockSequence {
  private final long rows;
  private final long blocks;
  private final LongConsumer rowsWritten;

  private long handedOut;
  private long placed;
  private long sizeBytes;
  private long writtenRows;
  private boolean stopped;

  BlockSequence(long rows, LongConsumer rowsWritten) {
    this.rows = rows;
    this.blocks = (rows + BlockFormatter.ROWS - 1) / BlockFormatter.ROWS;
    this.rowsWritten = rowsWritten;
  }

  /** The next block to make, or -1 if there is none or a writer has given up. */
  synchronized long next() {
    return stopped || handedOut == blocks ? -1 : handedOut++;
  }

  int rowsOf(long block) {
    return (int) Math.min(BlockFormatter.ROWS, rows - block * BlockFormatter.ROWS);
  }

  /**
   * Waits for the lengths of all blocks before this one.
   *
   * @return where it begins in the file, or -1 if a writer has given up: then it may never be known
   */
  synchronized long place(long block, int lengthBytes) throws InterruptedException {
    while (placed != block) {
      if (stopped) {
        return -1;
      }
      wait();
    }
    long offset = sizeBytes;
    sizeBytes += lengthBytes;
    placed++;
    notifyAll();
    return offset;
  }

  void written(int blockRows) {
    long total;
    synchronized (this) {
      writtenRows += blockRows;
      total = writtenRows;
    }
    rowsWritten.accept(total);
  }

  /** No block is handed out any more, and none waits. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  synchronized long sizeBytes() {
    return sizeBytes;
  }
}
