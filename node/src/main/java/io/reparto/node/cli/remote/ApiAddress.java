package io.reparto.node.cli.remote;

import java.net.URI;
import java.time.Duration;

/**
 * Where the API is and how long to wait for it.
 *
 * @param uri of a server, such as {@code http://127.0.0.1:8550}
 * @param token empty for none
 * @param answerTimeout for one answer of an ordinary request
 * @param patience how long a request is tried again, or a broken connection made anew, without any
 *     answer in between
 * @param silence after which a stream of events is taken for broken; must exceed the server's
 *     {@code reparto.http.heartbeat}
 */
public record ApiAddress(
    URI uri, String token, Duration answerTimeout, Duration patience, Duration silence) {

  public ApiAddress {
    boolean isHttp =
        uri.getHost() != null
            && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    if (!isHttp || !(uri.getPath().isEmpty() || uri.getPath().equals("/"))) {
      throw new IllegalArgumentException(
          "the address must be such as http://127.0.0.1:8550: given=" + uri);
    }
  }

  /** With the usual waits. */
  public static ApiAddress of(URI uri, String token) {
    return new ApiAddress(
        uri, token, Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(35));
  }

  URI path(String path) {
    return uri.resolve(path);
  }
}
