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
 * a new stream those without an answer go again, in their order. Not thread-safe.
 */
final class Outbox {
  private final TreeMap<Long, PartialOffer> unanswered = new TreeMap<>();
  private long nextOffer;
  private long nextToSend;
  private boolean streamReady;

  void add(JobId job, long lease, TaskRun run, Work work, PartialAggregate partial) {
    long offer = nextOffer++;
    unanswered.put(offer, new PartialOffer(job, offer, lease, run, work, partial));
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
    Map.Entry<Long, PartialOffer> entry = unanswered.ceilingEntry(nextToSend);
    if (entry == null) {
      return null;
    }
    streamReady = false;
    nextToSend = entry.getKey() + 1;
    return entry.getValue();
  }

  void answered(long offer) {
    unanswered.remove(offer);
  }

  void drop(JobId job) {
    unanswered.values().removeIf(offer -> offer.job().equals(job));
  }

  /** The work of a job's partials without an answer. */
  Work work(JobId job) {
    Work sum = Work.NONE;
    for (PartialOffer offer : unanswered.values()) {
      if (offer.job().equals(job)) {
        sum = sum.plus(offer.work());
      }
    }
    return sum;
  }
}
