package io.reparto.coordinator.http;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.Pair;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.Parts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks the coordinator. Any message may be lost, so a question is repeated a few times until the
 * limit; the coordinator answers a repetition as the first. Thread-safe.
 */
final class CoordinatorQuestions {
  private static final int ATTEMPTS = 3;
  private static final int NO_PART = -1;

  private final ActorSystem<?> system;
  private final ActorRef<CoordinatorCommand> coordinator;
  private final Duration attemptTimeout;
  private final Executor resultExecutor;

  CoordinatorQuestions(
      ActorSystem<?> system,
      ActorRef<CoordinatorCommand> coordinator,
      Duration timeout,
      Executor resultExecutor) {
    this.system = system;
    this.coordinator = coordinator;
    this.attemptTimeout = timeout.dividedBy(ATTEMPTS);
    this.resultExecutor = resultExecutor;
  }

  ActorRef<CoordinatorCommand> coordinator() {
    return coordinator;
  }

  /** The answer, or an {@link HttpProblem} where none came in time. */
  CompletionStage<JobReply> ask(Function<ActorRef<JobReply>, CoordinatorCommand> question) {
    return ask(question, ATTEMPTS);
  }

  private CompletionStage<JobReply> ask(
      Function<ActorRef<JobReply>, CoordinatorCommand> question, int attempts) {
    CompletionStage<JobReply> answer =
        AskPattern.ask(coordinator, question::apply, attemptTimeout, system.scheduler());
    return answer.exceptionallyCompose(
        failure -> {
          if (!(unwrapped(failure) instanceof TimeoutException)) {
            return CompletableFuture.failedStage(failure);
          }
          return attempts > 1
              ? ask(question, attempts - 1)
              : CompletableFuture.failedStage(HttpProblem.noCoordinator());
        });
  }

  /** The job's status, or an {@link HttpProblem} where there is no such job. */
  CompletionStage<JobStatus> describe(JobId job) {
    return ask(replyTo -> new CoordinatorCommand.DescribeJob(job, replyTo))
        .thenApply(CoordinatorQuestions::status);
  }

  /** The status in a reply, or an {@link HttpProblem} where it says that there is none. */
  static JobStatus status(JobReply reply) {
    if (reply instanceof JobReply.JobDescribed described) {
      return described.status();
    }
    if (reply instanceof JobReply.NoSuchJob unknown) {
      throw HttpProblem.noSuchJob(unknown.job().value());
    }
    throw new IllegalStateException("no answer to this question: reply=" + reply);
  }

  /** The job's result, fetched part after part, or an {@link HttpProblem} where there is none. */
  CompletionStage<JobResult> fetchResult(JobId job) {
    return Source.<Integer, byte[]>unfoldAsync(0, part -> fetchPart(job, part))
        .runWith(Sink.seq(), system)
        .thenApplyAsync(
            parts -> (JobResult) Parts.join(parts, DataCodec.of(system.classicSystem())),
            resultExecutor);
  }

  /** A part and the number of the next, which is {@link #NO_PART} after the last. */
  private CompletionStage<Optional<Pair<Integer, byte[]>>> fetchPart(JobId job, int number) {
    if (number == NO_PART) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return ask(replyTo -> new CoordinatorCommand.FetchResult(job, number, replyTo))
        .thenApply(
            reply -> {
              JobReply.ResultPart part = part(reply);
              int next = number + 1 < part.parts() ? number + 1 : NO_PART;
              return Optional.of(Pair.create(next, part.bytes()));
            });
  }

  private static JobReply.ResultPart part(JobReply reply) {
    if (reply instanceof JobReply.ResultPart part) {
      return part;
    }
    if (reply instanceof JobReply.NoResult none) {
      throw HttpProblem.noResult(none.status());
    }
    status(reply);
    throw new IllegalStateException("no answer to this question: reply=" + reply);
  }

  static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
