package io.reparto.coordinator.http;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/**
 * Answers what Akka could not read as a request, in the same form as every other error. Created by
 * Akka, which finds its name in reference.conf.
 */
public final class UnreadableRequest extends ParsingErrorHandler {

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    log.debug("unreadable request: status={}, error={}", status.intValue(), error.formatPretty());
    return Answers.problem(HttpProblem.of(status, error.summary()));
  }
}
