package io.reparto.node.worker;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * The partials of a worker that the coordinator has not answered. Each goes on the stream once; on
 * a new stream those without an answer go again, in their order. When it is full nothing is
 * refused, because what comes then is of leases that run; its worker asks for no other. Not
 * thread-safe.
 */
final class Outbox {
  // What an offer takes besides its partial, in bytes.
  private static final long OFFER_BYTES = 200;

  // The size is asked for once: a partial handed over by reference is no longer ours to touch.
  private record Unanswered(PartialOffer offer, long sizeBytes) {}

  private final TreeMap<Long, Unanswered> unanswered = new TreeMap<>();
  private final long fullAtBytes;
  private long sizeBytes;
  private long nextOffer;
  private long nextToSend;
  private boolean streamReady;

  /**
   * @param fullAtBytes encoded size of all partials from which on it is full
   */
  Outbox(long fullAtBytes) {
    this.fullAtBytes = fullAtBytes;
  }

  boolean isFull() {
    return sizeBytes >= fullAtBytes;
  }

  boolean isEmpty() {
    return unanswered.isEmpty();
  }

  void add(JobId job, long lease, TaskRun run, Work work, PartialAggregate partial) {
    long offer = nextOffer++;
    long size = partial.sizeBytes() + OFFER_BYTES;
    sizeBytes += size;
    unanswered.put(
        offer, new Unanswered(new PartialOffer(job, offer, lease, run, work, partial), size));
  }

  /** A new stream has taken nothing yet and takes an offer at once. */
  void streamOpened() {
    nextToSend = 0;
    streamReady = true;
  }

  /** The stream has passed the last offer on and wants the next. */
  void taken() {
    streamReady = true;
  }

  /** The offer to put on the stream now, or null if the stream is busy or there is none. */
  PartialOffer next() {
    if (!streamReady) {
      return null;
    }
    Map.Entry<Long, Unanswered> entry = unanswered.ceilingEntry(nextToSend);
    if (entry == null) {
      return null;
    }
    streamReady = false;
    nextToSend = entry.getKey() + 1;
    return entry.getValue().offer();
  }

  void answered(long offer) {
    Unanswered answered = unanswered.remove(offer);
    if (answered != null) {
      sizeBytes -= answered.sizeBytes();
    }
  }

  void drop(JobId job) {
    unanswered.values().removeIf(entry -> entry.offer().job().equals(job));
    sizeBytes = unanswered.values().stream().mapToLong(Unanswered::sizeBytes).sum();
  }

  /** The work of a job's partials without an answer. */
  Work work(JobId job) {
    Work sum = Work.NONE;
    for (Unanswered entry : unanswered.values()) {
      if (entry.offer().job().equals(job)) {
        sum = sum.plus(entry.offer().work());
      }
    }
    return sum;
  }
}
