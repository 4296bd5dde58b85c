package io.reparto.node.drill;

import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.local.ProcessIdentity;
import io.reparto.protocol.api.ClusterJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Brings faults about and heals them, one at a time. */
final class FaultScripts {
  // A tenth of the time, in turns that no timeout of the runtime is as short as.
  private static final int SLOW_STOPPED_MILLIS = 135;
  private static final int SLOW_RUNNING_MILLIS = 15;

  /** Longer than a node needs to be given up, or to give itself up, on a busy machine. */
  private static final int PATIENCE_SECONDS = 90;

  private final DrillCluster cluster;
  private final ApiClient client;
  private final Journal journal;

  FaultScripts(DrillCluster cluster, Journal journal) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.journal = journal;
  }

  /**
   * Does it, and returns when the cluster is whole again.
   *
   * @throws Exception if it can't be done, or not be healed in time
   */
  void run(Fault fault) throws Exception {
    String node = find(fault.target());
    ProcessIdentity process = cluster.process(node);
    journal.note(fault.words() + ": " + node + ", pid=" + process.pid());
    switch (fault.kind()) {
      case KILL -> {
        process.send("KILL");
        awaitEnd(node, process);
      }
      case PAUSE -> pause(process, fault.millis());
      case SLOW -> slow(process, fault.millis());
      case LEAVE -> {
        process.send("TERM");
        awaitEnd(node, process);
      }
      case FREEZE -> freeze(node, process);
      case CUT -> cut(node, process);
    }
    if (!process.isAlive()) {
      cluster.startMissing();
    }
    journal.note(Outcome.HEALED + node);
  }

  private String find(Fault.Target target) throws Exception {
    String coordinator = coordinator();
    if (target == Fault.Target.COORDINATOR) {
      return coordinator;
    }
    List<String> others =
        cluster.nodes().stream().filter(node -> !node.equals(coordinator)).toList();
    return others.get(target == Fault.Target.WORKER ? 0 : others.size() - 1);
  }

  /** Between two coordinators nobody answers, and a node may not yet tell its name. */
  private String coordinator() throws Exception {
    var found = new String[1];
    Wait.until(
        PATIENCE_SECONDS,
        "the coordinator tells where it is",
        () -> {
          ClusterJson now = client.cluster();
          for (ClusterJson.NodeJson each : now.nodes()) {
            if (each.address().equals(now.coordinator()) && cluster.nodes().contains(each.node())) {
              found[0] = each.node();
            }
          }
          return found[0] != null;
        });
    return found[0];
  }

  private static void pause(ProcessIdentity process, int millis) throws InterruptedException {
    process.send("STOP");
    try {
      Wait.millis(millis);
    } finally {
      process.send("CONT");
    }
  }

  private static void slow(ProcessIdentity process, int millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      pause(process, SLOW_STOPPED_MILLIS);
      Wait.millis(SLOW_RUNNING_MILLIS);
    }
  }

  private void freeze(String node, ProcessIdentity process) throws Exception {
    process.send("STOP");
    try {
      Wait.until(PATIENCE_SECONDS, node + " is given up", () -> !isMember(node));
    } finally {
      process.send("CONT");
    }
    journal.note("given up, and goes on: " + node);
    awaitEnd(node, process);
  }

  /** Also if some node does not tell its name, as long as none is missing. */
  private boolean isMember(String node) throws InterruptedException {
    ClusterJson now = client.cluster();
    return now.nodes().size() >= cluster.nodes().size()
        || now.nodes().stream().anyMatch(each -> node.equals(each.node()));
  }

  private void cut(String node, ProcessIdentity process) throws Exception {
    cluster.cut(node);
    try {
      awaitEnd(node, process);
    } finally {
      cluster.join(node);
    }
  }

  private void awaitEnd(String node, ProcessIdentity process) throws Exception {
    Wait.until(PATIENCE_SECONDS, node + " ends", () -> !process.isAlive());
    journal.note("its process has ended: " + node);
  }

  /** Names of the nodes whose process has ended, though nobody asked them to. */
  private static List<String> dead(DrillCluster cluster) throws IOException {
    var dead = new ArrayList<String>();
    for (String node : cluster.nodes()) {
      if (!cluster.process(node).isAlive()) {
        dead.add(node);
      }
    }
    return dead;
  }

  static void requireAlive(DrillCluster cluster) throws IOException {
    List<String> dead = dead(cluster);
    if (!dead.isEmpty()) {
      throw new DrillException("nodes have ended though nobody ended them: " + dead);
    }
  }
}
