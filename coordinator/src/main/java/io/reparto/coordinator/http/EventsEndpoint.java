package io.reparto.coordinator.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.util.ByteString;
import io.reparto.protocol.message.JobId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Streams what becomes of jobs. */
final class EventsEndpoint {
  static final String EVENTS = "text/event-stream";

  private final CoordinatorQuestions questions;
  private final HttpSettings settings;
  private final SharedKillSwitch open = KillSwitches.shared("http-events");

  EventsEndpoint(CoordinatorQuestions questions, HttpSettings settings) {
    this.questions = questions;
    this.settings = settings;
  }

  CompletionStage<HttpResponse> events(Endpoint.Call call) {
    JobId job = call.job();
    Optional<Long> seen = call.header("Last-Event-ID").map(EventsEndpoint::revision);
    // Asked first, because a stream that has begun can't answer 404 or 503 any more.
    return questions
        .describe(job)
        .thenApply(
            status -> {
              var text =
                  JobWatch.replies(questions.coordinator(), job, settings.heartbeat())
                      .via(EventStream.from(seen))
                      .via(open.<ByteString>flow());
              return HttpResponse.create()
                  .withEntity(
                      HttpEntities.create(ContentTypes.create(MediaTypes.TEXT_EVENT_STREAM), text));
            });
  }

  private static long revision(String lastEventId) {
    try {
      return Long.parseLong(lastEventId.strip());
    } catch (NumberFormatException e) {
      throw HttpProblem.badRequest(
          "Last-Event-ID must be the id of an event of this stream, a whole number: given="
              + JobRequest.shown(lastEventId));
    }
  }

  /** Ends every stream; their clients come back, to another node if need be. */
  void close() {
    open.shutdown();
  }
}
