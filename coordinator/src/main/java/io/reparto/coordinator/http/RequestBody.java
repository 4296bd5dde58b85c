package io.reparto.coordinator.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Reads bodies, bounded in bytes and time. */
final class RequestBody {
  private RequestBody() {}

  /** The bytes of a JSON body, or an {@link HttpProblem}. */
  static CompletionStage<byte[]> readJson(
      HttpRequest request, HttpSettings settings, ActorSystem<?> system) {
    var type = request.entity().getContentType();
    if (!type.mediaType().equals(MediaTypes.APPLICATION_JSON)) {
      request.discardEntityBytes(system);
      throw HttpProblem.of(
          StatusCodes.UNSUPPORTED_MEDIA_TYPE,
          "the body must be application/json: Content-Type=" + type,
          RawHeader.create("Accept-Post", "application/json"));
    }
    int most = settings.maxBodyBytes();
    if (request.entity().getContentLengthOption().orElse(0) > most) {
      request.discardEntityBytes(system); // else a client that is still sending sees no answer
      throw tooLarge(most);
    }
    return request
        .entity()
        .withSizeLimit(most) // toStrict's own limit fails with an exception that says nothing
        .toStrict(settings.requestTimeout().toMillis(), system)
        .thenApply(entity -> entity.getData().toArray())
        .exceptionallyCompose(failure -> CompletableFuture.failedStage(problem(failure, settings)));
  }

  private static Throwable problem(Throwable failure, HttpSettings settings) {
    Throwable cause = CoordinatorQuestions.unwrapped(failure);
    if (cause instanceof EntityStreamSizeException) {
      return tooLarge(settings.maxBodyBytes());
    }
    if (cause instanceof TimeoutException) {
      return HttpProblem.of(
          StatusCodes.REQUEST_TIMEOUT,
          "the body did not come in time: limit=" + settings.requestTimeout());
    }
    if (cause instanceof EntityStreamException) {
      return HttpProblem.badRequest("the body broke off: " + cause.getMessage());
    }
    return cause;
  }

  private static HttpProblem tooLarge(int most) {
    return HttpProblem.of(
        StatusCodes.CONTENT_TOO_LARGE,
        "the body is too large, name many files by a pattern or a folder: most=" + most + " bytes");
  }
}
