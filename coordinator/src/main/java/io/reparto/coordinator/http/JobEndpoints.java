package io.reparto.coordinator.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.javadsl.Sink;
import io.reparto.protocol.api.ClusterJson;
import io.reparto.protocol.api.DiagnosisJson;
import io.reparto.protocol.api.JobsJson;
import io.reparto.protocol.api.StatusJson;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Submits, describes, lists and cancels jobs; describes the cluster. */
final class JobEndpoints {
  private static final Duration CANCEL_INTERVAL = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final CoordinatorQuestions questions;
  private final Jobs jobs;
  private final HttpSettings settings;
  private final ClusterNodes nodes;

  JobEndpoints(
      ActorSystem<?> system,
      CoordinatorQuestions questions,
      Jobs jobs,
      HttpSettings settings,
      ClusterNodes nodes) {
    this.system = system;
    this.questions = questions;
    this.jobs = jobs;
    this.settings = settings;
    this.nodes = nodes;
  }

  CompletionStage<HttpResponse> submit(Endpoint.Call call) {
    return RequestBody.readJson(call.request(), settings, system)
        .thenCompose(body -> submit(call.header("Idempotency-Key"), JobRequest.read(body, jobs)));
  }

  private CompletionStage<HttpResponse> submit(Optional<String> key, JobRequest wanted) {
    JobId job = RequestedId.of(key, wanted.spec().job());
    return questions
        .ask(
            replyTo ->
                new CoordinatorCommand.EnqueueJob(job, wanted.spec(), wanted.options(), replyTo))
        .thenApply(reply -> submitted(reply, wanted));
  }

  private static HttpResponse submitted(JobReply reply, JobRequest wanted) {
    if (reply instanceof JobReply.JobRefused refused) {
      throw refused.busy()
          ? HttpProblem.busy(refused.reason())
          : HttpProblem.unprocessable(refused.reason());
    }
    JobStatus status = CoordinatorQuestions.status(reply);
    boolean isTheWanted =
        status.specDigest().equals(wanted.spec().digest())
            && status.options().equals(wanted.options());
    if (!isTheWanted) {
      throw HttpProblem.otherRequest(status);
    }
    return Answers.json(StatusCodes.CREATED, StatusJson.of(status))
        .addHeader(RawHeader.create("Location", "/api/jobs/" + status.job()));
  }

  CompletionStage<HttpResponse> list(Endpoint.Call call) {
    Optional<JobStatus.State> wanted =
        call.request().getUri().query().get("state").map(JobEndpoints::state);
    return questions
        .ask(replyTo -> new CoordinatorCommand.ListJobs(wanted, replyTo))
        .thenApply(
            reply ->
                new JobsJson(
                    ((JobReply.JobsListed) reply).jobs().stream().map(StatusJson::of).toList()))
        .thenApply(list -> Answers.json(StatusCodes.OK, list));
  }

  private static JobStatus.State state(String name) {
    List<JobStatus.State> states = List.of(JobStatus.State.values());
    return states.stream()
        .filter(state -> StatusJson.name(state).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                HttpProblem.badRequest(
                    "no such state: state="
                        + JobRequest.shown(name)
                        + ", known="
                        + states.stream().map(StatusJson::name).toList()));
  }

  CompletionStage<HttpResponse> describe(Endpoint.Call call) {
    return questions
        .describe(call.job())
        .thenApply(status -> Answers.json(StatusCodes.OK, StatusJson.of(status)));
  }

  CompletionStage<HttpResponse> diagnose(Endpoint.Call call) {
    JobId job = call.job();
    return questions
        .ask(replyTo -> new CoordinatorCommand.DiagnoseJob(job, replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof JobReply.JobDiagnosed diagnosed) {
                return Answers.json(StatusCodes.OK, DiagnosisJson.of(diagnosed.diagnosis()));
              }
              throw HttpProblem.notRunning(CoordinatorQuestions.status(reply));
            });
  }

  /** Answers when the job has ended, or that it has not yet. */
  CompletionStage<HttpResponse> cancel(Endpoint.Call call) {
    JobId job = call.job();
    return questions
        .describe(job)
        .thenCompose(
            status ->
                status.state().isLast()
                    ? CompletableFuture.completedStage(status)
                    : cancel(job).thenApply(last -> last.orElse(status)))
        .thenApply(
            status ->
                Answers.json(
                    status.state().isLast() ? StatusCodes.OK : StatusCodes.ACCEPTED,
                    StatusJson.of(status)));
  }

  private CompletionStage<Optional<JobStatus>> cancel(JobId job) {
    return JobWatch.replies(questions.coordinator(), job, CANCEL_INTERVAL)
        .takeWithin(settings.requestTimeout())
        .map(
            reply -> {
              if (reply.isEmpty()) {
                questions.coordinator().tell(new CoordinatorCommand.CancelJob(job));
              }
              return reply.map(CoordinatorQuestions::status);
            })
        .filter(Optional::isPresent)
        .map(Optional::get)
        .takeWhile(status -> !status.state().isLast(), true)
        .runWith(Sink.lastOption(), system);
  }

  CompletionStage<HttpResponse> cluster(Endpoint.Call call) {
    return questions
        .ask(CoordinatorCommand.DescribeCluster::new)
        .thenCombine(
            nodes.list(), (reply, all) -> ClusterJson.of((JobReply.ClusterDescribed) reply, all))
        .thenApply(cluster -> Answers.json(StatusCodes.OK, cluster));
  }
}
