package io.reparto.node.cli.remote;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the API is and how long to wait for it.
 *
 * @param servers of one cluster, at least one; the first that answers is asked
 * @param token empty for none
 * @param answerTimeout after which a server that has not answered is taken for lost; should exceed
 *     the server's {@code reparto.http.request-timeout}
 * @param patience how long a request is tried again, or a broken connection made anew, without any
 *     answer in between
 * @param silence after which a stream of events is taken for broken; must exceed the server's
 *     {@code reparto.http.heartbeat}
 */
public record ApiAddress(
    List<ApiServer> servers,
    String token,
    Duration answerTimeout,
    Duration patience,
    Duration silence) {

  public ApiAddress {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no address of an API");
    }
  }

  /** With the usual waits. */
  public static ApiAddress of(List<ApiServer> servers, String token) {
    return new ApiAddress(
        servers, token, Duration.ofSeconds(4), Duration.ofSeconds(60), Duration.ofSeconds(6));
  }

  /** Of one server whose name is not known, with the usual waits. */
  public static ApiAddress of(URI uri, String token) {
    return of(List.of(new ApiServer("", uri)), token);
  }

  /** As messages name it. */
  static String words(List<ApiServer> servers) {
    String urls = servers.stream().map(ApiServer::url).collect(Collectors.joining(", "));
    return servers.size() == 1 ? "address=" + urls : "addresses=[" + urls + "]";
  }
}
