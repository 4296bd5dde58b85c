package io.reparto.node.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.OptionalInt;

/** The little that we ask a node over HTTP. */
final class NodeApi {
  private static final int TIMEOUT_MILLIS = 1000;

  private NodeApi() {}

  /** Whether the node has joined and reaches a coordinator. */
  static boolean isReady(LocalNode node) {
    try {
      HttpURLConnection connection = open(node, "/ready");
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false; // it listens not yet, or no more
    }
  }

  /** How many workers its coordinator knows; empty if it doesn't say. */
  static OptionalInt workers(LocalNode node) {
    JsonNode workers = cluster(node).path("workers");
    return workers.isArray() ? OptionalInt.of(workers.size()) : OptionalInt.empty();
  }

  /** The Artery address of the node with its coordinator; empty if it doesn't say. */
  static String coordinator(LocalNode node) {
    return cluster(node).path("coordinator").asText();
  }

  private static JsonNode cluster(LocalNode node) {
    try {
      HttpURLConnection connection = open(node, "/api/cluster");
      try (InputStream body = connection.getInputStream()) {
        return new ObjectMapper().readTree(body);
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static HttpURLConnection open(LocalNode node, String path) throws IOException {
    var connection =
        (HttpURLConnection) URI.create(node.url() + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    return connection;
  }
}
