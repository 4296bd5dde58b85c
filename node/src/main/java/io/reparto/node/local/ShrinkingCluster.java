package io.reparto.node.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The cluster of a run directory made smaller, worker by worker, and as large again as it was when
 * it is closed. Used by one thread.
 */
public final class ShrinkingCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final RunDirectory run;
  private final NodeProgram program;
  private final ClusterProgress progress;
  private final Deque<Role> drained = new ArrayDeque<>();

  /**
   * The cluster that runs.
   *
   * @param program what a node is started with
   */
  public ShrinkingCluster(RunDirectory run, NodeProgram program, ClusterProgress progress) {
    this.run = run;
    this.program = program;
    this.progress = progress;
  }

  /** How many nodes with slots there are. */
  public int workers() {
    return alive().stream().filter(entry -> entry.node().role().works()).toList().size();
  }

  /**
   * Lets workers leave in order until no more than so many are left, the one beside the coordinator
   * last, and waits until the coordinator has noticed.
   *
   * @throws LocalClusterException if one does not leave in time
   */
  public void shrinkTo(int workers) throws InterruptedException {
    List<NodeEntry> alive = alive();
    LocalNode asked = alive.get(0).node();
    String coordinator = NodeApi.coordinator(asked);
    var working = new ArrayList<>(alive);
    working.removeIf(entry -> !entry.node().role().works());
    working.sort(
        Comparator.comparing((NodeEntry entry) -> !entry.node().address().equals(coordinator))
            .thenComparing(entry -> !entry.node().role().coordinates())
            .thenComparing(entry -> entry.node().number()));
    if (working.size() <= workers) {
      return;
    }
    var cluster = new LocalCluster(run, progress::note);
    for (NodeEntry entry : working.subList(workers, working.size())) {
      try {
        cluster.drain(entry, PATIENCE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      drained.push(entry.node().role());
    }
    awaitWorkers(workers);
  }

  private void awaitWorkers(int workers) throws InterruptedException {
    LocalNode asked = alive().get(0).node();
    if (!Poll.until(PATIENCE, () -> NodeApi.workers(asked).orElse(workers) == workers)) {
      throw new LocalClusterException(
          "the coordinator knows other workers than run here: workers="
              + NodeApi.workers(asked)
              + ", running here="
              + workers);
    }
  }

  private List<NodeEntry> alive() {
    try {
      List<NodeEntry> alive = run.alive();
      if (alive.isEmpty()) {
        throw new LocalClusterException("no cluster runs here: run directory=" + run.root());
      }
      return alive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a node for each that has left; tells if that can't be done. */
  @Override
  public void close() {
    var start = new ClusterStart(run, program, PATIENCE, progress);
    try {
      while (!drained.isEmpty()) {
        start.add(drained.peek());
        drained.pop();
      }
    } catch (IOException | LocalClusterException e) {
      tellOfMissing(e.getMessage());
    } catch (InterruptedException e) {
      tellOfMissing("interrupted");
      Thread.currentThread().interrupt();
    }
  }

  private void tellOfMissing(String reason) {
    progress.note(drained.size() + " nodes that were drained are missing (reparto add): " + reason);
  }
}
