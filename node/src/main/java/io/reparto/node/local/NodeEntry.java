package io.reparto.node.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A node that was started.
 *
 * @param pausedByUs what we remember of SIGSTOP, for systems that don't tell
 * @param aeronDirectory the media driver's files, which outlive a driver that is killed
 */
public record NodeEntry(
    LocalNode node, ProcessIdentity process, boolean pausedByUs, Optional<Path> aeronDirectory) {

  public String name() {
    return node.name();
  }

  boolean isPaused() {
    return process.isAlive() && process.isStopped().orElse(pausedByUs);
  }

  NodeEntry paused(boolean paused) {
    return new NodeEntry(node, process, paused, aeronDirectory);
  }

  Map<String, String> toMap() {
    return Map.of(
        "number", Integer.toString(node.number()),
        "role", node.role().word(),
        "slots", Integer.toString(node.slots()),
        "artery-port", Integer.toString(node.arteryPort()),
        "http-port", Integer.toString(node.httpPort()),
        "pid", Long.toString(process.pid()),
        "started", process.started(),
        "paused", Boolean.toString(pausedByUs),
        "aeron-directory", aeronDirectory.map(Path::toString).orElse(""));
  }

  /**
   * What {@link #toMap} made.
   *
   * @throws IllegalArgumentException if it did not
   */
  static NodeEntry of(Properties values) {
    var node =
        new LocalNode(
            Integer.parseInt(values.getProperty("number")),
            Role.of(values.getProperty("role", "")),
            Integer.parseInt(values.getProperty("slots")),
            Integer.parseInt(values.getProperty("artery-port")),
            Integer.parseInt(values.getProperty("http-port")));
    var process =
        new ProcessIdentity(
            Long.parseLong(values.getProperty("pid")), values.getProperty("started", ""));
    String aeron = values.getProperty("aeron-directory", "");
    return new NodeEntry(
        node,
        process,
        Boolean.parseBoolean(values.getProperty("paused")),
        aeron.isEmpty() ? Optional.empty() : Optional.of(Path.of(aeron)));
  }
}
