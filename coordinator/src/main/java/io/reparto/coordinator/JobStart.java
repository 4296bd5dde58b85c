package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.TaskLoss;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link JobRun} begins with.
 *
 * @param client hears the job's events, if there is one
 * @param takenOver whether an earlier coordinator began it: workers may hold tasks of it, and none
 *     is leased before {@link JobRun.BeginLeases}
 * @param losses tasks that may have ended workers under an earlier coordinator
 */
record JobStart(
    JobId job,
    Job definition,
    JobSpec spec,
    JobOptions options,
    Optional<ActorRef<JobEvent>> client,
    boolean takenOver,
    List<TaskLoss> losses) {}
