package io.reparto.node.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A node and how it is.
 *
 * @param uptime since its process started; empty if that has ended
 */
public record NodeStatus(NodeEntry entry, NodeState state, Optional<Duration> uptime) {

  static NodeStatus of(NodeEntry entry) {
    NodeState state = NodeState.of(entry);
    Optional<Duration> uptime =
        entry.process().startedAt().map(started -> Duration.between(started, Instant.now()));
    return new NodeStatus(entry, state, state == NodeState.DEAD ? Optional.empty() : uptime);
  }
}
