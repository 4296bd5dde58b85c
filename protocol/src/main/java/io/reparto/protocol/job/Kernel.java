package io.reparto.protocol.job;

import io.reparto.protocol.aggregate.PartialAggregate;

/**
 * Runs tasks for one slot: {@link #begin}, then {@link #run} until it is done, then {@link
 * #finish}; again for the next partition; {@link #close} at the end, also after a failure or a
 * cancel in the middle of a partition. Called by one thread at a time, not always the same one;
 * keeps buffers between partitions and nothing else.
 *
 * <p>Whatever it throws fails the attempt: {@link InvalidJobException} fails the job at once, after
 * {@link InputUnavailableException} other workers run the job's tasks, anything else is tried again
 * elsewhere a few times. After a failure the kernel is closed and not used again.
 */
public interface Kernel extends AutoCloseable {

  /** Starts on {@code partition} with an empty aggregate. */
  void begin(Partition partition) throws Exception;

  /**
   * Works until the partition is done or {@code slice} is over, which it asks every few thousand
   * instructions. Cancel, progress and stealing wait for its return.
   */
  Step run(Slice slice) throws Exception;

  /** The aggregate of the whole partition, handed over: the kernel keeps no reference to it. */
  PartialAggregate finish() throws Exception;

  /** Work done on the current partition so far. */
  Work work();

  @Override
  void close();
}
