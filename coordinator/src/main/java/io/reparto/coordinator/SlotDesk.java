package io.reparto.coordinator;

import io.reparto.protocol.message.JobId;
import java.util.Map;

/**
 * Brings free slots and jobs together; the one owner of which job gets a slot. Slots go to the jobs
 * in turn: the job that was granted a lease goes behind the others that have tasks waiting. What
 * may end a worker is given out as {@link Quarantine} says. Part of the {@link Coordinator}, which
 * shares its maps; not thread-safe.
 */
final class SlotDesk {
  private final Map<JobId, RunningJob> running;
  private final WorkerRoster workers;
  private final SlotTurns turns = new SlotTurns();
  private final Quarantine quarantine = new Quarantine();
  private boolean slotsIdle;

  SlotDesk(Map<JobId, RunningJob> running, WorkerRoster workers) {
    this.running = running;
    this.workers = workers;
  }

  /** Whether slots wait for work and no job has any for them, as far as jobs have been told. */
  boolean areSlotsIdle() {
    return slotsIdle;
  }

  /** How many of a worker's slots wait for work. */
  int waiting(String worker) {
    return turns.waiting(worker);
  }

  /** A slot asks for work. */
  void request(SlotRequest request) {
    assign(request);
    tellIdle();
  }

  private void assign(SlotRequest request) {
    turns.assign(request).ifPresent(job -> ask(job, request));
  }

  private void ask(JobId job, SlotRequest request) {
    String worker = request.worker();
    boolean mayBeSuspect = quarantine.admit(job, worker, workers.isAtCoordinator(worker));
    running
        .get(job)
        .run()
        .tell(
            new JobRun.GrantLease(
                request.withSuspects(mayBeSuspect), workers.slots(), workers.stayingCount()));
  }

  void tasksAvailable(JobId job) {
    if (running.containsKey(job)) {
      turns.enter(job, running.get(job).status().options().priority());
      retryParked();
    }
  }

  void suspectsChanged(Coordinator.SuspectsChanged message) {
    if (message.any() && running.containsKey(message.job())) {
      quarantine.enter(message.job());
    } else if (quarantine.leave(message.job())) {
      retryParked();
    }
  }

  void leaseGranted(Coordinator.LeaseGranted message) {
    SlotRequest request = message.request();
    if (workers.knows(request.worker(), request.replyTo())) {
      turns.answered(request);
      workers.grant(request, message.lease());
      if (answered(message.lease().job(), request, message.isSuspect())) {
        retryParked();
      }
    } // else its worker stopped, and its job hears of that after it granted
  }

  void nothingToLease(Coordinator.NothingToLease message) {
    JobId job = message.job();
    Coordinator.Waiting waiting = message.waiting();
    if (waiting == Coordinator.Waiting.NOTHING) {
      turns.leave(job);
    }
    SlotRequest request = message.request();
    if (!workers.knows(request.worker(), request.replyTo())) {
      return;
    }
    turns.answered(request);
    boolean othersMay = answered(job, request, false);
    // It may have been asked before this coordinator heard that there are suspects.
    boolean mayNow =
        waiting == Coordinator.Waiting.SUSPECTS
            && quarantine.admits(job, request.worker(), workers.isAtCoordinator(request.worker()));
    assign(waiting == Coordinator.Waiting.NOTHING || mayNow ? request : request.passing(job));
    if (othersMay && waiting != Coordinator.Waiting.NOT_HERE) {
      retryParked();
    }
    tellIdle();
  }

  private boolean answered(JobId job, SlotRequest request, boolean withSuspect) {
    return request.mayBeSuspect() && quarantine.answered(job, request.worker(), withSuspect);
  }

  /** The job is no longer among those that run. */
  void jobEnded(JobId job) {
    turns.leave(job);
    quarantine.leave(job);
    retryParked(); // slots kept for its retries may serve others
  }

  /** What a job was asked and has not answered is asked elsewhere. */
  void askElsewhere(JobId job) {
    turns.takeUnanswered(job).forEach(this::assign);
  }

  /** The worker is no longer on the roster. */
  void workerLost(String worker) {
    turns.forget(worker);
    quarantine.loseWorker(worker);
    retryParked(); // what was kept for another worker may have none left
  }

  private void retryParked() {
    turns.takeParked().forEach(this::assign);
    tellIdle();
  }

  /** Jobs help their stragglers only while slots have nothing else to do. */
  private void tellIdle() {
    if (slotsIdle != turns.isAnyParked()) {
      slotsIdle = !slotsIdle;
      running.values().forEach(job -> job.run().tell(new JobRun.SlotsIdle(slotsIdle)));
    }
  }
}
