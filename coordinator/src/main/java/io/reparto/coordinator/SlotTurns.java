package io.reparto.coordinator;

import io.reparto.protocol.message.JobId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the wishes of free slots and the jobs that have tasks together: a job that was asked goes
 * behind the others. A wish is parked here, or with the one job that was asked to meet it; never
 * both. Pure and not thread-safe.
 */
final class SlotTurns {
  private record Asked(JobId job, SlotRequest request) {}

  // Jobs with tasks waiting, the one whose turn it is first.
  private final ArrayDeque<JobId> turns = new ArrayDeque<>();
  // By slot.
  private final Map<String, SlotRequest> parked = new LinkedHashMap<>();
  private final Map<String, Asked> asked = new LinkedHashMap<>();

  /** The job has tasks from now on. */
  void enter(JobId job) {
    if (!turns.contains(job)) {
      turns.addLast(job);
    }
  }

  /** The job has no tasks from now on. */
  void leave(JobId job) {
    turns.remove(job);
  }

  /** The job to ask for a lease; if there is none, the wish is parked. */
  Optional<JobId> assign(SlotRequest request) {
    Optional<JobId> next =
        turns.stream().filter(job -> !request.passedBy().contains(job)).findFirst();
    if (next.isEmpty()) {
      parked.put(request.key(), request.anew());
    } else {
      asked.put(request.key(), new Asked(next.get(), request));
      turns.remove(next.get());
      turns.addLast(next.get());
    }
    return next;
  }

  /** The job that was asked has answered. */
  void answered(SlotRequest request) {
    asked.remove(request.key());
  }

  /** The parked wishes, to be assigned again. */
  List<SlotRequest> takeParked() {
    var requests = List.copyOf(parked.values());
    parked.clear();
    return requests;
  }

  /** The wishes that a job was asked to meet and never will. */
  List<SlotRequest> takeUnanswered(JobId job) {
    var unanswered = new ArrayList<SlotRequest>();
    asked.values().stream()
        .filter(wish -> wish.job().equals(job))
        .forEach(wish -> unanswered.add(wish.request()));
    unanswered.forEach(this::answered);
    return unanswered;
  }

  /** Drops all wishes of a worker. */
  void forget(String worker) {
    parked.values().removeIf(request -> request.worker().equals(worker));
    asked.values().removeIf(wish -> wish.request().worker().equals(worker));
  }
}
