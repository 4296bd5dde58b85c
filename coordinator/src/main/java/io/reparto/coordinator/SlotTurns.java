package io.reparto.coordinator;

import io.reparto.protocol.message.JobId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the wishes of free slots and the jobs that have tasks together: a job that was asked as
 * often in a row as its priority goes behind the others (weighted round robin). A wish is parked
 * here, or with the one job that was asked to meet it; never both. Pure and not thread-safe.
 */
final class SlotTurns {
  private record Asked(JobId job, SlotRequest request) {}

  // Jobs with tasks waiting, the one whose turn it is first.
  private final ArrayDeque<JobId> turns = new ArrayDeque<>();
  private final Map<JobId, Integer> priorities = new HashMap<>();
  // Of the job whose turn it is.
  private int askedInARow;
  // By slot.
  private final Map<String, SlotRequest> parked = new LinkedHashMap<>();
  private final Map<String, Asked> asked = new LinkedHashMap<>();

  /**
   * The job has tasks from now on.
   *
   * @param priority how often it is asked before its turn is over
   */
  void enter(JobId job, int priority) {
    if (!turns.contains(job)) {
      turns.addLast(job);
      priorities.put(job, priority);
    }
  }

  /** The job has no tasks from now on. */
  void leave(JobId job) {
    if (job.equals(turns.peekFirst())) {
      askedInARow = 0;
    }
    turns.remove(job);
    priorities.remove(job);
  }

  /** The job to ask for a lease; if there is none, the wish is parked. */
  Optional<JobId> assign(SlotRequest request) {
    Optional<JobId> next =
        turns.stream().filter(job -> !request.passedBy().contains(job)).findFirst();
    if (next.isEmpty()) {
      parked.put(request.key(), request.anew());
    } else {
      asked.put(request.key(), new Asked(next.get(), request));
      countTurn(next.get());
    }
    return next;
  }

  private void countTurn(JobId job) {
    boolean hasTurn = job.equals(turns.peekFirst());
    askedInARow = hasTurn ? askedInARow + 1 : askedInARow;
    if (!hasTurn || askedInARow >= priorities.get(job)) {
      turns.remove(job);
      turns.addLast(job);
      askedInARow = hasTurn ? 0 : askedInARow;
    }
  }

  boolean isAnyParked() {
    return !parked.isEmpty();
  }

  /** How many slots of a worker wait for work. */
  int waiting(String worker) {
    return (int)
        parked.values().stream().filter(request -> request.worker().equals(worker)).count();
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
