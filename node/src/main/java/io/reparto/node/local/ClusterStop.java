package io.reparto.node.local;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Ends nodes that this run directory knows: by pid and start time, and nothing else. */
public final class ClusterStop {
  /** How long nodes that are not even ready may take. */
  private static final Duration ABANDON_PATIENCE = Duration.ofSeconds(5);

  /** The kernel takes a moment to take back a large heap. */
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

  private final RunDirectory run;
  private final ClusterProgress progress;

  public ClusterStop(RunDirectory run, ClusterProgress progress) {
    this.run = run;
    this.progress = progress;
  }

  /**
   * What has come of it.
   *
   * @param ended names of the nodes that ended by themselves when asked
   * @param killed names of those that had to be killed
   * @param dead names of those that had ended before
   */
  public record Outcome(List<String> ended, List<String> killed, List<String> dead) {}

  /**
   * Ends the whole cluster and forgets it, but for the logs.
   *
   * @param timeout how long nodes have to end when asked, before they are killed
   */
  public Outcome down(Duration timeout) throws IOException, InterruptedException {
    return run.whileLocked(
        progress::note,
        () -> {
          List<NodeEntry> entries = run.entries();
          var alive = new ArrayList<NodeEntry>(entries);
          alive.removeIf(entry -> !entry.process().isAlive());
          List<NodeEntry> killed = end(alive, timeout);
          for (NodeEntry entry : entries) {
            run.remove(entry);
          }
          run.removeOptions();
          return new Outcome(
              names(alive, killed, false),
              names(alive, killed, true),
              names(entries, alive, false));
        });
  }

  /** Ends and forgets nodes of a start that failed. The caller holds the lock. */
  void abandon(List<StartedNode> started) throws IOException, InterruptedException {
    List<NodeEntry> entries = started.stream().map(StartedNode::entry).toList();
    end(entries, ABANDON_PATIENCE);
    for (NodeEntry entry : entries) {
      run.remove(entry);
    }
    if (run.entries().isEmpty()) {
      run.removeOptions();
    }
  }

  /** Asks, waits, kills; returns those that had to be killed. */
  private static List<NodeEntry> end(List<NodeEntry> entries, Duration patience)
      throws InterruptedException {
    for (NodeEntry entry : entries) {
      entry.process().send("TERM");
      if (entry.isPaused()) {
        entry.process().send("CONT"); // or it would never hear of the other
      }
    }
    var left = new ArrayList<>(entries);
    Poll.until(
        patience,
        () -> {
          left.removeIf(entry -> !entry.process().isAlive());
          return left.isEmpty();
        });
    for (NodeEntry entry : left) {
      entry.process().send("KILL");
    }
    for (NodeEntry entry : left) {
      if (!Poll.until(KILL_PATIENCE, () -> !entry.process().isAlive())) {
        throw new LocalClusterException(
            "the process does not end even when killed: node="
                + entry.name()
                + ", pid="
                + entry.process().pid());
      }
    }
    return left;
  }

  private static List<String> names(List<NodeEntry> all, List<NodeEntry> some, boolean within) {
    return all.stream().filter(each -> some.contains(each) == within).map(NodeEntry::name).toList();
  }
}
