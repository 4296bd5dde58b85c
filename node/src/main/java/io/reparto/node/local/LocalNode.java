package io.reparto.node.local;

/**
 * A node as it is planned.
 *
 * @param number from 1
 * @param slots slots of its worker; of no meaning without one
 * @param arteryPort where other nodes reach it, on {@link #HOST}
 * @param httpPort where its HTTP API is, on {@link #HOST}
 */
public record LocalNode(int number, Role role, int slots, int arteryPort, int httpPort) {
  static final String HOST = "127.0.0.1";
  static final String NAME_PREFIX = "node-";

  public String name() {
    return NAME_PREFIX + number;
  }

  String address() {
    return HOST + ":" + arteryPort;
  }

  /** The URL of its HTTP API. */
  public String url() {
    return "http://" + HOST + ":" + httpPort;
  }
}
