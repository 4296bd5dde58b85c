package io.reparto.protocol.message;

import akka.actor.typed.ActorRef;
import akka.stream.SourceRef;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What clients and workers tell the coordinator. Any of them may be lost or come twice; the sender
 * repeats what it needs an answer to, and the coordinator answers a repetition as it answered the
 * first.
 */
public sealed interface CoordinatorCommand {

  /**
   * Runs a job.
   *
   * @param job chosen by the client, so that a repetition does not run the job twice
   * @param replyTo hears every event of the job
   */
  record SubmitJob(JobId job, JobSpec spec, JobOptions options, ActorRef<JobEvent> replyTo)
      implements CoordinatorCommand, Wire {}

  /**
   * Runs a job whose client may go away. Answered with {@link JobReply.JobDescribed}, also where
   * the job is known already, or {@link JobReply.JobRefused}.
   *
   * @param job chosen by the client, so that a repetition does not run the job twice
   */
  record EnqueueJob(JobId job, JobSpec spec, JobOptions options, ActorRef<JobReply> replyTo)
      implements CoordinatorCommand, Wire {}

  /** Answered with {@link JobReply.JobDescribed} or {@link JobReply.NoSuchJob}. */
  record DescribeJob(JobId job, ActorRef<JobReply> replyTo) implements CoordinatorCommand, Wire {}

  /**
   * Answered with {@link JobReply.JobsListed}.
   *
   * @param state of the jobs wanted; empty for all
   */
  record ListJobs(Optional<JobStatus.State> state, ActorRef<JobReply> replyTo)
      implements CoordinatorCommand, Wire {}

  /**
   * Answered with {@link JobReply.JobDescribed} at once and at every change until the job's end, or
   * until the watcher stops; or with {@link JobReply.NoSuchJob}.
   */
  record WatchJob(JobId job, ActorRef<JobReply> watcher) implements CoordinatorCommand, Wire {}

  /**
   * Answered with {@link JobReply.ResultPart}, {@link JobReply.NoResult} or {@link
   * JobReply.NoSuchJob}.
   *
   * @param part from 0; how many there are stands in each
   */
  record FetchResult(JobId job, int part, ActorRef<JobReply> replyTo)
      implements CoordinatorCommand, Wire {}

  /** Answered with {@link JobReply.ClusterDescribed}. */
  record DescribeCluster(ActorRef<JobReply> replyTo) implements CoordinatorCommand, Wire {}

  /**
   * Asks why a job does not go on. Answered with {@link JobReply.JobDiagnosed}; with {@link
   * JobReply.JobDescribed} if it is being planned or has ended; or with {@link JobReply.NoSuchJob}.
   */
  record DiagnoseJob(JobId job, ActorRef<JobReply> replyTo) implements CoordinatorCommand, Wire {}

  /** Ends a job; nothing happens if it has ended. */
  record CancelJob(JobId job) implements CoordinatorCommand, Wire {}

  /**
   * A worker offers itself; repeated until {@link WorkerCommand.Welcome} comes.
   *
   * @param worker unique in the cluster
   * @param slots how many leases it runs at a time
   * @param stream numbers the worker's streams from 0; a new one replaces the last
   * @param partials the stream of its partials, subscribed once
   */
  record WorkerHello(
      String worker,
      int slots,
      int stream,
      SourceRef<PartialElement> partials,
      ActorRef<WorkerCommand> replyTo)
      implements CoordinatorCommand, Wire {}

  /**
   * A free slot asks for work. Answered with {@link WorkerCommand.RunLease} when there is some;
   * repeated until then. A coordinator that does not know the worker ignores it.
   *
   * @param number counts this slot's leases from 0; a number already granted is granted again, the
   *     same lease
   */
  record RequestLease(String worker, int slot, long number, ActorRef<WorkerCommand> replyTo)
      implements CoordinatorCommand, Wire {}

  /**
   * A worker holds a lease of a job it has no plan of. Answered with {@link
   * WorkerCommand.PlanDelivered} where both share a JVM, else with {@link WorkerCommand.PlanPart}.
   *
   * @param part from 0; how many there are stands in each
   */
  record RequestPlan(JobId job, int part, ActorRef<WorkerCommand> replyTo)
      implements CoordinatorCommand, Wire {}

  /**
   * An attempt failed; repeated until {@link WorkerCommand.FailureNoted} comes. Its texts are
   * shortened where they are long.
   *
   * @param lease under which the task ran
   * @param cause class and message of what was thrown; of a caller's mistake the message alone, of
   *     an input path and reason
   * @param where the top of the stack, a line each
   */
  record ReportFailure(
      JobId job,
      String worker,
      long lease,
      int task,
      int attempt,
      Kind kind,
      String cause,
      String where,
      Duration lasted,
      ActorRef<WorkerCommand> replyTo)
      implements CoordinatorCommand, Wire {

    /** What is to be done about a failure. */
    public enum Kind {
      /** To be tried again, a few times. */
      ATTEMPT,
      /**
       * To be run by others: this worker can't read the job's input. It runs neither this task nor
       * those after it in the lease.
       */
      INPUT_UNAVAILABLE,
      /** As an attempt, but with care: the task made its JVM exit, and this worker is its last. */
      WORKER_ENDED,
      /** Nothing: the caller's mistake, which no retry mends. */
      CALLER
    }

    public ReportFailure {
      cause = Excerpt.of(cause, DeathCertificate.MOST_CAUSE_CHARACTERS);
      where = Excerpt.of(where, DeathCertificate.MOST_STACK_CHARACTERS);
    }
  }

  /**
   * A worker hands back all tasks of a lease but those it keeps: it has not begun the others and
   * won't. Sent when it is told to {@link WorkerCommand.HandBack} or to drain.
   *
   * @param kept tasks that it has finished or still runs, in order, disjoint
   */
  record ReturnTasks(JobId job, String worker, long lease, List<TaskRange> kept)
      implements CoordinatorCommand, Wire {
    public ReturnTasks {
      kept = List.copyOf(kept);
    }
  }

  /**
   * What a worker holds of jobs when it meets a coordinator of a term that is new to it: finished
   * partials, which it offers again, and leases that run. Cut into parts, sent one after the other
   * and each repeated until {@link WorkerCommand.HeldNoted} comes; a worker that holds nothing
   * sends one empty part.
   *
   * @param term of the coordinator that is told
   * @param part from 0 to parts - 1
   */
  record ReportHeld(
      String worker,
      long term,
      int part,
      int parts,
      List<HeldTasks> held,
      ActorRef<WorkerCommand> replyTo)
      implements CoordinatorCommand, Wire {
    /** Most entries of a part: it must stay far below a frame. */
    public static final int MOST_ENTRIES = 500;

    public ReportHeld {
      held = List.copyOf(held);
    }
  }

  /**
   * A worker lives; sent every retry interval. Answered with {@link WorkerCommand.SayHello} by a
   * coordinator that does not know it, as one that has just taken over.
   *
   * @param stream the newest of its streams
   */
  record ReportAlive(String worker, int stream, ActorRef<WorkerCommand> replyTo)
      implements CoordinatorCommand, Wire {}

  /**
   * A worker has state of a job that it has not heard of for a while. Answered with {@link
   * WorkerCommand.EndJob} if the job has ended, whose first may have been lost; else not at all.
   */
  record CheckJob(JobId job, ActorRef<WorkerCommand> replyTo) implements CoordinatorCommand, Wire {}

  /**
   * A worker has put a partial on its stream and heard nothing of it for a while. Answered with
   * {@link WorkerCommand.PartialCommitted} if all its tasks are committed, of which the first
   * answer may have been lost, or {@link WorkerCommand.EndJob}; else not at all: it may be on its
   * way.
   */
  record CheckPartial(JobId job, long offer, TaskRun run, ActorRef<WorkerCommand> replyTo)
      implements CoordinatorCommand, Wire {}

  /**
   * Work done by a worker's slots that no partial has told of yet; the newest report replaces the
   * last.
   */
  record ReportWork(JobId job, String worker, Work inFlight) implements CoordinatorCommand, Wire {}

  /**
   * The tasks that run on a worker and are no matter of a moment, as of now: should the worker be
   * lost, one of them may be why. The newest report replaces the last; sent at every change and
   * every retry interval.
   *
   * @param leaving whether the worker drains, so that its end is not the fault of a task
   */
  record ReportUnderWay(
      String worker, boolean leaving, List<TaskUnderWay> tasks, ActorRef<WorkerCommand> replyTo)
      implements CoordinatorCommand, Wire {
    /** Most tasks of a report: it must stay far below a frame. */
    public static final int MOST = 500;

    public ReportUnderWay {
      tasks = List.copyOf(tasks.subList(0, Math.min(MOST, tasks.size())));
    }
  }
}
