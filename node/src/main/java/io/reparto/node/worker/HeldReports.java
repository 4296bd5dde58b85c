package io.reparto.node.worker;

import akka.actor.typed.ActorRef;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.message.CoordinatorCommand.ReportHeld;
import io.reparto.protocol.message.HeldTasks;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.WorkerCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Tells a coordinator that is new to a worker what the worker holds, part after part. Not
 * thread-safe.
 */
final class HeldReports {
  private final TreeMap<Integer, ReportHeld> unnoted = new TreeMap<>();

  private record LeaseOf(JobId job, long lease) {}

  /**
   * What a worker holds: partials to offer, and leases that run.
   *
   * @param taskCount of a job's plan
   */
  static List<HeldTasks> held(Outbox outbox, SlotTable slots, ToIntFunction<JobId> taskCount) {
    var byLease = new LinkedHashMap<LeaseOf, List<PartialOffer>>();
    outbox
        .offers()
        .forEach(
            offer ->
                byLease
                    .computeIfAbsent(
                        new LeaseOf(offer.job(), offer.lease()), lease -> new ArrayList<>())
                    .add(offer));
    var held = new ArrayList<HeldTasks>();
    byLease.forEach(
        (lease, offers) -> {
          for (TaskRange range : Outbox.joined(offers.stream(), taskCount)) {
            held.add(
                new HeldTasks(lease.job(), lease.lease(), 0, range.first(), range.end(), false));
          }
        });
    for (SlotTable.Running running : slots.running()) {
      TaskRange tasks = running.tasks();
      held.add(
          new HeldTasks(
              running.lease().job(),
              running.lease().lease(),
              running.lease().attempt(),
              tasks.first(),
              tasks.end(),
              true));
    }
    return held;
  }

  /** Begins anew: what was to be told to a coordinator before is forgotten. */
  void begin(String worker, long term, List<HeldTasks> held, ActorRef<WorkerCommand> replyTo) {
    unnoted.clear();
    int parts = Math.max(1, (held.size() + ReportHeld.MOST_ENTRIES - 1) / ReportHeld.MOST_ENTRIES);
    for (int part = 0; part < parts; part++) {
      int first = part * ReportHeld.MOST_ENTRIES;
      int end = Math.min(held.size(), first + ReportHeld.MOST_ENTRIES);
      unnoted.put(
          part, new ReportHeld(worker, term, part, parts, held.subList(first, end), replyTo));
    }
  }

  void noted(int part) {
    unnoted.remove(part);
  }

  /** The part to send next, again if it has been sent. */
  Optional<ReportHeld> next() {
    return Optional.ofNullable(unnoted.firstEntry()).map(Map.Entry::getValue);
  }
}
