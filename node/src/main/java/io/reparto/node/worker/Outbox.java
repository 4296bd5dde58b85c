package io.reparto.node.worker;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.WorkerCommand.RunLease;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The partials of a worker: those that the coordinator has not answered, and of those it has
 * committed the newest, kept for the next coordinator should this one be lost. Each goes on the
 * stream once; on a new stream those without an answer go again, in their order. When it is full
 * nothing is refused, because what comes then is of leases that run; its worker asks for no other.
 * Not thread-safe.
 */
final class Outbox {
  // What an offer takes besides its partial, in bytes.
  private static final long OFFER_BYTES = 200;
  // Their answers, if lost, come a retry interval later for so many at a time.
  private static final int MOST_OVERDUE = 20;

  // The size is asked for once: a partial handed over by reference is no longer ours to touch.
  private record Entry(PartialOffer offer, long sizeBytes) {}

  private final TreeMap<Long, Entry> unanswered = new TreeMap<>();
  private final TreeMap<Long, Entry> kept = new TreeMap<>();
  private final long fullAtBytes;
  private final long mostKeptBytes;
  private long unansweredBytes;
  private long keptBytes;
  private long nextOffer;
  private long nextToSend;
  // Those before them have been on this stream, now and when last looked.
  private long onStreamBefore;
  private long overdueBefore;
  private boolean streamReady;

  /**
   * An empty one.
   *
   * @param fullAtBytes encoded size of the partials without an answer from which on it is full
   * @param mostKeptBytes encoded size of committed partials that are kept; the oldest go first
   */
  Outbox(long fullAtBytes, long mostKeptBytes) {
    this.fullAtBytes = fullAtBytes;
    this.mostKeptBytes = mostKeptBytes;
  }

  boolean isFull() {
    return unansweredBytes >= fullAtBytes;
  }

  /** Whether every partial is answered. */
  boolean isEmpty() {
    return unanswered.isEmpty();
  }

  void add(RunLease lease, TaskRun run, MeasuredPartial measured, Costs costs) {
    long offer = nextOffer++;
    PartialAggregate partial = measured.partial();
    long size = partial.sizeBytes() + OFFER_BYTES;
    unansweredBytes += size;
    unanswered.put(
        offer,
        new Entry(
            new PartialOffer(
                lease.job(), offer, lease.lease(), run, measured.work(), costs, partial),
            size));
  }

  /** A new stream has taken nothing yet and takes an offer at once. */
  void streamOpened() {
    nextToSend = 0;
    onStreamBefore = 0;
    overdueBefore = 0;
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
    Map.Entry<Long, Entry> entry = unanswered.ceilingEntry(nextToSend);
    if (entry == null) {
      return null;
    }
    streamReady = false;
    nextToSend = entry.getKey() + 1;
    onStreamBefore = Math.max(onStreamBefore, nextToSend);
    return entry.getValue().offer();
  }

  /** The oldest partials that were on the stream at the last call and have no answer yet. */
  List<PartialOffer> overdue() {
    List<PartialOffer> overdue =
        unanswered.headMap(overdueBefore).values().stream()
            .limit(MOST_OVERDUE)
            .map(Entry::offer)
            .toList();
    overdueBefore = onStreamBefore;
    return overdue;
  }

  void refused(long offer) {
    take(offer);
  }

  void committed(long offer) {
    Entry entry = take(offer);
    if (entry != null && entry.sizeBytes() <= mostKeptBytes) {
      kept.put(offer, entry);
      keptBytes += entry.sizeBytes();
      while (keptBytes > mostKeptBytes) {
        keptBytes -= kept.pollFirstEntry().getValue().sizeBytes();
      }
    }
  }

  private Entry take(long offer) {
    Entry entry = unanswered.remove(offer);
    if (entry != null) {
      unansweredBytes -= entry.sizeBytes();
    }
    return entry;
  }

  /** Another coordinator has answered nothing yet: what is kept waits for an answer again. */
  void offerAgain() {
    unanswered.putAll(kept);
    unansweredBytes += keptBytes;
    kept.clear();
    keptBytes = 0;
    nextToSend = 0;
  }

  void drop(JobId job) {
    unansweredBytes -= drop(job, unanswered);
    keptBytes -= drop(job, kept);
  }

  private static long drop(JobId job, Map<Long, Entry> entries) {
    long bytes = 0;
    Iterator<Entry> each = entries.values().iterator();
    while (each.hasNext()) {
      Entry entry = each.next();
      if (entry.offer().job().equals(job)) {
        bytes += entry.sizeBytes();
        each.remove();
      }
    }
    return bytes;
  }

  /** The work of a job's partials without an answer. */
  Work work(JobId job) {
    Work work = Work.NONE;
    for (Entry entry : unanswered.values()) {
      if (entry.offer().job().equals(job)) {
        work = work.plus(entry.offer().work());
      }
    }
    return work;
  }

  /** Whether a partial of the job has no answer. */
  boolean holds(JobId job) {
    return offers().anyMatch(offer -> offer.job().equals(job));
  }

  /** The partials without an answer. */
  Stream<PartialOffer> offers() {
    return unanswered.values().stream().map(Entry::offer);
  }

  /** The tasks of a job's lease in partials without an answer, in order. */
  List<TaskRange> tasks(JobId job, long lease, ToIntFunction<JobId> taskCount) {
    return joined(
        offers().filter(offer -> offer.job().equals(job) && offer.lease() == lease), taskCount);
  }

  /**
   * The tasks of offers, neighbours joined.
   *
   * @param taskCount of a job's plan
   */
  static List<TaskRange> joined(Stream<PartialOffer> offers, ToIntFunction<JobId> taskCount) {
    var sorted = new TreeMap<Integer, Integer>();
    offers.forEach(
        offer ->
            sorted.put(offer.run().first(), offer.run().end(taskCount.applyAsInt(offer.job()))));
    var joined = new ArrayList<TaskRange>();
    for (Map.Entry<Integer, Integer> next : sorted.entrySet()) {
      TaskRange last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && last.end() == next.getKey()) {
        joined.set(joined.size() - 1, new TaskRange(last.first(), next.getValue()));
      } else {
        joined.add(new TaskRange(next.getKey(), next.getValue()));
      }
    }
    return joined;
  }
}
