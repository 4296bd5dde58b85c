package io.reparto.coordinator.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.ActorAttributes;
import akka.stream.javadsl.Source;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobStatus;
import java.util.concurrent.CompletionStage;

/** Serves results. */
final class ResultEndpoint {
  static final String DISPATCHER = "reparto.http.result-dispatcher";
  static final String JSON = "application/json";
  static final String CSV = "text/csv";

  private final CoordinatorQuestions questions;

  ResultEndpoint(CoordinatorQuestions questions) {
    this.questions = questions;
  }

  CompletionStage<HttpResponse> result(Endpoint.Call call) {
    JobId job = call.job();
    return questions
        .describe(job)
        .thenCompose(
            status ->
                questions
                    .fetchResult(job)
                    .thenApply(result -> response(status, result, call.mediaType())));
  }

  private static HttpResponse response(JobStatus status, JobResult result, String mediaType) {
    boolean csv = mediaType.equals(CSV);
    ContentType type = csv ? ContentTypes.TEXT_CSV_UTF8 : ContentTypes.APPLICATION_JSON;
    var blocks =
        Source.fromIterator(
                () -> csv ? ResultBlocks.csv(result) : ResultBlocks.json(status, result))
            .withAttributes(ActorAttributes.dispatcher(DISPATCHER));
    return HttpResponse.create()
        .addHeader(RawHeader.create("Vary", "Accept"))
        .withEntity(HttpEntities.create(type, blocks));
  }
}
