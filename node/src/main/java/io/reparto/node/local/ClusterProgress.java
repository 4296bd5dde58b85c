package io.reparto.node.local;

/** Hears how a command on a cluster gets on, from the thread that runs it. */
public interface ClusterProgress {
  /** A remark in one line. */
  void note(String line);

  /** That many nodes are ready. Called often, with the same numbers as well. */
  void ready(int ready, int of);
}
