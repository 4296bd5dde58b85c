package io.reparto.protocol.message;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.Work;
import java.nio.ByteBuffer;

/**
 * An element of a worker's stream: a whole partial by reference where both ends share a JVM, else
 * its frames, which follow one another without others in between.
 */
public sealed interface PartialElement {

  /**
   * A partial on offer.
   *
   * @param offer numbers the worker's offers; the same partial offered again keeps its number
   * @param lease under which its tasks ran
   * @param run the tasks it covers
   * @param work what they read
   * @param costs of these tasks, and of others of the lease that have no partial to tell of them
   */
  record PartialOffer(
      JobId job,
      long offer,
      long lease,
      TaskRun run,
      Work work,
      Costs costs,
      PartialAggregate partial)
      implements PartialElement, Bulk {

    /** Of tasks whose costs are not known. */
    public PartialOffer(
        JobId job, long offer, long lease, TaskRun run, Work work, PartialAggregate partial) {
      this(job, offer, lease, run, work, Costs.NONE, partial);
    }

    /** The same, having cost that much more. */
    public PartialOffer costing(Costs more) {
      return new PartialOffer(job, offer, lease, run, work, costs.plus(more), partial);
    }
  }

  /**
   * A piece of an encoded {@link PartialOffer}. Only crosses as an element of a stream, and so has
   * no marker of its own.
   *
   * @param index from 0 to count - 1
   * @param bytes of an array, at most the configured frame size; neither copied nor changed here
   * @param encodeNanos how long the whole offer's encoding took
   */
  record PartialFrame(long offer, int index, int count, ByteBuffer bytes, long encodeNanos)
      implements PartialElement {}
}
