package io.reparto.node.local;

import java.util.Locale;

/** How a node is, seen from outside. */
public enum NodeState {
  /** It has joined and reaches a coordinator. */
  RUNNING,
  /** SIGSTOP holds it. */
  PAUSED,
  /** Its process has ended. */
  DEAD,
  /** Its process runs, but it has not joined, or reaches no coordinator. */
  UNREADY;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static NodeState of(NodeEntry entry) {
    if (!entry.process().isAlive()) {
      return DEAD;
    }
    if (entry.isPaused()) {
      return PAUSED; // before anything is asked: it would not answer
    }
    return NodeApi.isReady(entry.node()) ? RUNNING : UNREADY;
  }
}
