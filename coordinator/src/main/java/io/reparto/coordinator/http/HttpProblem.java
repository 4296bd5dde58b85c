package io.reparto.coordinator.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import io.reparto.protocol.api.ProblemJson;
import io.reparto.protocol.api.StatusJson;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobStatus;
import java.util.List;

/** An answer that is an error; thrown by whoever finds it, turned into a response at one place. */
final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient StatusCode status;
  private final transient ProblemJson document;
  private final transient List<HttpHeader> headers;

  private HttpProblem(
      StatusCode status, String detail, String job, String state, HttpHeader... headers) {
    super(detail, null, false, false); // an answer, not a defect: nobody reads its stack
    this.status = status;
    this.document =
        new ProblemJson("about:blank", status.reason(), status.intValue(), detail, job, state);
    this.headers = List.of(headers);
  }

  static HttpProblem of(StatusCode status, String detail, HttpHeader... headers) {
    return new HttpProblem(status, detail, null, null, headers);
  }

  /** The request can't be understood. */
  static HttpProblem badRequest(String detail) {
    return of(StatusCodes.BAD_REQUEST, detail);
  }

  /** The request is understood and asks for what can't be done. */
  static HttpProblem unprocessable(String detail) {
    return of(StatusCodes.UNPROCESSABLE_CONTENT, detail);
  }

  static HttpProblem noSuchJob(String job) {
    return new HttpProblem(
        StatusCodes.NOT_FOUND,
        "no such job, or it ended too long ago: job=" + job,
        JobId.isValid(job) ? job : null,
        null);
  }

  static HttpProblem noResult(JobStatus status) {
    String state = StatusJson.name(status.state());
    String detail = "the job has no result: job=" + status.job() + ", state=" + state;
    if (!status.state().isLast()) {
      detail += "; wait for its end, its events tell of it";
    } else if (!status.reason().isEmpty()) {
      detail += ", reason=" + status.reason();
    } else if (status.state() == JobStatus.State.SUCCEEDED) {
      detail +=
          "; it had one, too large to outlive the coordinator that was lost since"
              + " (reparto.registry.result-size): run the job again";
    }
    return new HttpProblem(StatusCodes.CONFLICT, detail, status.job().value(), state);
  }

  static HttpProblem notRunning(JobStatus status) {
    String state = StatusJson.name(status.state());
    return new HttpProblem(
        StatusCodes.CONFLICT,
        "only a job that runs has a state to diagnose: job=" + status.job() + ", state=" + state,
        status.job().value(),
        state);
  }

  static HttpProblem otherRequest(JobStatus status) {
    return new HttpProblem(
        StatusCodes.UNPROCESSABLE_CONTENT,
        "this Idempotency-Key was used for another request, take a new one: job="
            + status.job()
            + ", name="
            + status.name(),
        status.job().value(),
        StatusJson.name(status.state()));
  }

  static HttpProblem busy(String reason) {
    return of(StatusCodes.TOO_MANY_REQUESTS, reason, RawHeader.create("Retry-After", "5"));
  }

  static HttpProblem noCoordinator() {
    return of(
        StatusCodes.SERVICE_UNAVAILABLE,
        "no coordinator answers, it may be moving: try again",
        RawHeader.create("Retry-After", "1"));
  }

  StatusCode status() {
    return status;
  }

  ProblemJson document() {
    return document;
  }

  List<HttpHeader> headers() {
    return headers;
  }
}
