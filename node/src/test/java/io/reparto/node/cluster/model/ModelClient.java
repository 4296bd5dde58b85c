package io.reparto.node.cluster.model;

import akka.actor.typed.ActorRef;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.Parts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Submits one job and asks, again and again, until it has heard the end and, where it is kept, read
 * the result.
 */
final class ModelClient {
  private static final Duration RETRY = Duration.ofMillis(700);

  private final Model model;
  private final int number;
  private final Scenario.JobPlan plan;
  private final JobId job;
  private final ActorRef<JobEvent> events;
  private final ActorRef<JobReply> replies;
  private final List<byte[]> parts = new ArrayList<>();
  private JobStatus.State end;
  private boolean accepted;
  private boolean cancelling;
  private boolean done;

  ModelClient(Model model, int number, Scenario.JobPlan plan) {
    this.model = model;
    this.number = number;
    this.plan = plan;
    this.job = new JobId("job-" + number);
    this.events =
        model.engine.to(
            event -> model.network.toClient(JobReply.class, this, event, this::onEvent));
    this.replies = model.engine.to(this::replied);
    model.engine.time.after(plan.submittedAt(), this::ask);
    if (plan.cancelledAt() != null) {
      model.engine.time.after(plan.submittedAt().plus(plan.cancelledAt()), () -> cancelling = true);
    }
  }

  JobId job() {
    return job;
  }

  boolean isDone() {
    return done;
  }

  private void ask() {
    if (!done) {
      command();
      model.engine.time.after(RETRY, this::ask);
    }
  }

  private void command() {
    var spec = ModelJob.spec(number, plan.tasks());
    if (accepted && end == JobStatus.State.SUCCEEDED) {
      send(new CoordinatorCommand.FetchResult(job, parts.size(), replies));
    } else if (plan.byEvents()) {
      send(new CoordinatorCommand.SubmitJob(job, spec, plan.options(), events));
    } else if (accepted) {
      send(new CoordinatorCommand.DescribeJob(job, replies));
    } else {
      send(new CoordinatorCommand.EnqueueJob(job, spec, plan.options(), replies));
    }
    if (cancelling) {
      send(new CoordinatorCommand.CancelJob(job));
    }
  }

  private void send(CoordinatorCommand command) {
    model.network.toCoordinator(this, command);
  }

  private void replied(JobReply reply) {
    CoordinatorHost coordinator = model.speaking();
    model.check(
        !(reply instanceof JobReply.NoSuchJob) || !coordinator.registry.knows(job),
        "a job was forgotten: job=" + job + ", by=" + coordinator);
    model.network.toClient(JobReply.class, this, reply, this::onReply);
  }

  private void onEvent(JobEvent event) {
    if (event instanceof JobEvent.Succeeded succeeded) {
      ended(JobStatus.State.SUCCEEDED, "");
      model.checkResult(number, succeeded.result());
      done = true;
    } else if (event instanceof JobEvent.Failed failed) {
      ended(JobStatus.State.FAILED, failed.reason());
    } else if (event instanceof JobEvent.Cancelled) {
      ended(JobStatus.State.CANCELLED, "");
    }
  }

  private void onReply(JobReply reply) {
    if (reply instanceof JobReply.JobDescribed described) {
      accepted = true;
      if (described.status().state().isLast()) {
        ended(described.status().state(), described.status().reason());
      }
    } else if (reply instanceof JobReply.NoSuchJob) {
      accepted = false; // it was lost with a coordinator that could not write it down
    } else if (reply instanceof JobReply.JobRefused refused) {
      model.check(false, "a job was refused: " + refused);
    } else if (reply instanceof JobReply.NoResult none) {
      // Forgotten, or too large to be kept; its digest has been checked.
      done |= none.status().state().isLast();
    } else if (reply instanceof JobReply.ResultPart part && part.part() == parts.size() && !done) {
      parts.add(part.bytes());
      if (parts.size() == part.parts()) {
        var codec = DataCodec.of(model.engine.system());
        model.checkResult(number, (JobResult) Parts.join(parts, codec));
        done = true;
      }
    }
  }

  private void ended(JobStatus.State state, String reason) {
    if (state == JobStatus.State.FAILED) {
      model.checkFailure(job, reason);
    }
    model.check(
        state != JobStatus.State.CANCELLED || cancelling, "nobody cancelled the job: " + job);
    end = state;
    done |= state != JobStatus.State.SUCCEEDED;
  }

  @Override
  public String toString() {
    return "client of " + job;
  }
}
