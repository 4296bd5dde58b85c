package io.reparto.node.cli.remote;

import java.net.URI;

/**
 * One node's API.
 *
 * @param node the node's name; empty if not known
 * @param uri such as {@code http://127.0.0.1:8550}
 */
public record ApiServer(String node, URI uri) {

  public ApiServer {
    boolean isHttp =
        uri.getHost() != null
            && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    if (!isHttp || !(uri.getPath().isEmpty() || uri.getPath().equals("/"))) {
      throw new IllegalArgumentException(
          "the address must be such as http://127.0.0.1:8550: given=" + uri);
    }
    uri = uri.resolve("/"); // one form, to be compared
  }

  /** Whether it is asked by HTTP, in the clear; then so is every one that it leads to. */
  boolean isPlain() {
    return "http".equals(uri.getScheme());
  }

  URI path(String path) {
    return uri.resolve(path);
  }

  /** As people write it. */
  String url() {
    String text = uri.toString();
    return text.substring(0, text.length() - 1);
  }

  /** In a sentence: {@code node-1's API}. */
  String words() {
    return node.isEmpty() ? "the API at " + url() : node + "'s API";
  }

  /**
   * Whether a client of this one may turn to the other, which it only heard of. A token must not be
   * sent over a network where it was meant for loopback, nor in the clear where it was meant for
   * TLS; and an address of loopback means another machine on another machine.
   */
  boolean mayLeadTo(ApiServer other) {
    return isPlain()
        && other.isPlain()
        && isLoopback(uri.getHost()) == isLoopback(other.uri.getHost());
  }

  /** By its text: asking the resolver could take seconds. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}
