package io.reparto.node.cli.remote;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The servers that are known, those given and some that a server told of, and the one that answered
 * last. Told apart by their addresses. Thread-safe.
 */
final class ApiServers {
  /** Enough to outlive a node or two; more would only have to be tried in vain. */
  private static final int MOST_LEARNED = 5;

  private final List<ApiServer> given;
  private final Consumer<String> note;
  private final Map<URI, String> names = new HashMap<>();
  // How servers were lost that have not answered since.
  private final Map<URI, String> lost = new HashMap<>();
  private List<ApiServer> known;
  private ApiServer current;

  /**
   * @param note is told when the one that answered is lost and another one takes its place
   */
  ApiServers(List<ApiServer> given, Consumer<String> note) {
    this.given = List.copyOf(given);
    this.known = this.given;
    this.current = given.get(0);
    this.note = note;
    rememberNames(given);
  }

  private void rememberNames(List<ApiServer> servers) {
    for (ApiServer server : servers) {
      if (!server.node().isEmpty()) {
        names.put(server.uri(), server.node());
      }
    }
  }

  synchronized List<ApiServer> known() {
    return known;
  }

  /** The one to ask first. */
  synchronized ApiServer current() {
    return current;
  }

  /** The one to ask after that one. */
  synchronized ApiServer after(ApiServer server) {
    int next = 0;
    for (int index = 0; index < known.size(); index++) {
      if (known.get(index).uri().equals(server.uri())) {
        next = (index + 1) % known.size();
      }
    }
    return known.get(next);
  }

  /**
   * The server can't be reached, or does not answer.
   *
   * @param how in words, such as {@code is gone}
   */
  synchronized void lost(ApiServer server, String how) {
    lost.put(server.uri(), how);
  }

  /** The server has answered: whoever asks from now on begins with it. */
  synchronized void answered(ApiServer server) {
    lost.remove(server.uri());
    if (server.uri().equals(current.uri())) {
      return;
    }
    String how = lost.get(current.uri());
    if (how != null) {
      String name = names.getOrDefault(current.uri(), "");
      note.accept(
          new ApiServer(name, current.uri()).words()
              + " "
              + how
              + ", going on with "
              + server.url());
    }
    current = server;
  }

  void note(String text) {
    note.accept(text);
  }

  /** Takes over what a server tells of itself and the others. */
  synchronized void learn(List<ApiServer> told) {
    rememberNames(told);
    var others = new ArrayList<ApiServer>();
    for (ApiServer server : told) {
      if (!contains(given, server) && given.get(0).mayLeadTo(server)) {
        others.add(server);
      }
    }
    Collections.shuffle(others); // not everybody to the same one
    var next = new ArrayList<>(given);
    next.addAll(others.subList(0, Math.min(MOST_LEARNED, others.size())));
    if (!contains(next, current)) {
      next.add(current);
    }
    known = List.copyOf(next);
  }

  private static boolean contains(List<ApiServer> servers, ApiServer server) {
    return servers.stream().anyMatch(one -> one.uri().equals(server.uri()));
  }
}
