package io.reparto.node.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Starts nodes and waits until they are ready: all of them, or none of the new ones is left. */
public final class ClusterStart {
  private static final int MOST_SEEDS = 3;

  private final RunDirectory run;
  private final NodeProgram program;
  private final Duration timeout;
  private final ClusterProgress progress;

  /**
   * A start.
   *
   * @param timeout how long all nodes together may take to get ready
   */
  public ClusterStart(
      RunDirectory run, NodeProgram program, Duration timeout, ClusterProgress progress) {
    this.run = run;
    this.program = program;
    this.timeout = timeout;
    this.progress = progress;
  }

  /**
   * What has come of it.
   *
   * @param started names of the nodes that were started
   * @param kept names of those that ran already
   * @param url the API of the first node that can coordinate
   */
  public record Outcome(List<String> started, List<String> kept, String url) {}

  /**
   * Starts what is missing of a cluster.
   *
   * @param given options as {@link ClusterOptions} has them, only those that the user gave: a
   *     cluster that runs keeps its own for the others
   * @throws LocalClusterException if a cluster runs with other options, or a node can't be started
   */
  public Outcome up(Map<String, String> given) throws IOException, InterruptedException {
    return run.whileLocked(
        progress::note,
        () -> {
          List<NodeEntry> alive = run.alive();
          ClusterOptions options = options(given, alive);
          var missing = new ArrayList<LocalNode>();
          for (LocalNode node : options.nodes()) {
            if (alive.stream().noneMatch(entry -> entry.name().equals(node.name()))) {
              missing.add(node);
            }
          }
          return start(options, missing, alive);
        });
  }

  /**
   * Starts one more node of the cluster that runs.
   *
   * @throws LocalClusterException if none runs, or the node can't be started
   */
  public Outcome add(Role role) throws IOException, InterruptedException {
    return run.whileLocked(
        progress::note,
        () -> {
          List<NodeEntry> alive = run.alive();
          Optional<ClusterOptions> options = run.options();
          if (alive.isEmpty() || options.isEmpty()) {
            throw new LocalClusterException(
                "no cluster runs here: run directory=" + run.root() + "; start one: reparto up");
          }
          int number = highestNumber(options.get()) + 1;
          if (number > ClusterOptions.MOST_NODES) {
            throw new LocalClusterException(
                "there can't be more nodes than " + ClusterOptions.MOST_NODES);
          }
          return start(options.get(), List.of(options.get().node(number, role)), alive);
        });
  }

  private int highestNumber(ClusterOptions options) throws IOException {
    int highest = options.nodes().size();
    for (NodeEntry entry : run.entries()) {
      highest = Math.max(highest, entry.node().number());
    }
    return highest;
  }

  private ClusterOptions options(Map<String, String> given, List<NodeEntry> alive)
      throws IOException {
    Optional<ClusterOptions> running = alive.isEmpty() ? Optional.empty() : run.options();
    if (running.isEmpty()) {
      for (NodeEntry dead : run.entries()) {
        run.remove(dead);
      }
      return ClusterOptions.of(given);
    }
    var differences = new ArrayList<String>();
    running
        .get()
        .differences(given)
        .forEach(
            (option, here) ->
                differences.add(
                    "--" + option + " is " + here + " (asked for: " + given.get(option) + ")"));
    if (!differences.isEmpty()) {
      throw new LocalClusterException(
          "a cluster runs here with other options: "
              + String.join(", ", differences)
              + "; end it first: reparto down");
    }
    return running.get();
  }

  private Outcome start(ClusterOptions options, List<LocalNode> missing, List<NodeEntry> alive)
      throws IOException, InterruptedException {
    Ports.requireFree(missing, options.transport());
    run.write(options);
    if (options.transport() == Transport.TLS_TCP) {
      var certificates = new Certificates(run);
      for (LocalNode node : missing) { // before any node starts: a few seconds of keytool
        certificates.of(node.name());
      }
    }
    var started = new ArrayList<StartedNode>();
    boolean done = false;
    try {
      List<String> seeds = seeds(alive, missing);
      for (LocalNode node : missing) {
        started.add(StartedNode.start(node, seedsOf(node, seeds), options, run, program));
      }
      await(started, alive);
      done = true;
    } finally {
      if (!done) {
        new ClusterStop(run, progress).abandon(started);
      }
    }
    var all = new ArrayList<NodeEntry>(alive);
    started.forEach(node -> all.add(node.entry()));
    return new Outcome(
        started.stream().map(node -> node.entry().name()).toList(),
        alive.stream().map(NodeEntry::name).toList(),
        coordinator(all).url());
  }

  /** Where new nodes join, best first: nodes that run, and only then new ones. */
  private static List<String> seeds(List<NodeEntry> alive, List<LocalNode> missing) {
    var seeds = new ArrayList<String>();
    for (NodeEntry entry : alive) {
      if (entry.node().role().coordinates() && !entry.isPaused()) {
        seeds.add(entry.node().address());
      }
    }
    for (LocalNode node : missing) {
      if (node.role().coordinates()) {
        seeds.add(node.address());
      }
    }
    return seeds.subList(0, Math.min(MOST_SEEDS, seeds.size()));
  }

  /**
   * The first of all founds the cluster, at once: with others in its list it would look for them
   * for akka.cluster.seed-node-timeout. It can't found a second one, because where a node runs that
   * coordinates, that is the first of all.
   */
  private static List<String> seedsOf(LocalNode node, List<String> seeds) {
    boolean first = !seeds.isEmpty() && seeds.get(0).equals(node.address());
    return first ? seeds.subList(0, 1) : seeds;
  }

  private void await(List<StartedNode> started, List<NodeEntry> alive)
      throws IOException, InterruptedException {
    var all = new ArrayList<NodeEntry>();
    for (NodeEntry entry : alive) {
      if (entry.isPaused()) {
        progress.note(entry.name() + " is paused: not waiting for it");
      } else {
        all.add(entry);
      }
    }
    // Of those started here the exit code is known, and comes a moment after the process is gone.
    List<NodeEntry> others = List.copyOf(all);
    started.forEach(node -> all.add(node.entry()));
    long begin = System.nanoTime();
    var unready = new ArrayList<>(all);
    boolean ready =
        Poll.until(
            timeout,
            () -> {
              started.forEach(StartedNode::requireAlive);
              others.forEach(ClusterStart::requireAlive);
              unready.removeIf(entry -> NodeApi.isReady(entry.node()));
              progress.ready(all.size() - unready.size(), all.size());
              return unready.isEmpty();
            });
    if (!ready) {
      List<String> logs =
          unready.stream().map(entry -> run.log(entry.name())).map(Path::toString).toList();
      throw new LocalClusterException(
          "nodes are not ready within "
              + timeout.toSeconds()
              + " s: "
              + String.join(", ", unready.stream().map(NodeEntry::name).toList())
              + "; logs: "
              + String.join(", ", logs));
    }
    awaitWorkers(all, timeout.minusNanos(System.nanoTime() - begin));
  }

  private static void requireAlive(NodeEntry entry) {
    if (!entry.process().isAlive()) {
      throw new LocalClusterException(
          entry.name() + " has ended meanwhile: pid=" + entry.process().pid());
    }
  }

  /** A worker says hello after it is ready: jobs should find all of them. */
  private static void awaitWorkers(List<NodeEntry> all, Duration patience)
      throws InterruptedException {
    if (all.stream().noneMatch(entry -> entry.node().role().coordinates())) {
      return;
    }
    LocalNode coordinator = coordinator(all);
    long expected = all.stream().filter(entry -> entry.node().role().works()).count();
    boolean known =
        Poll.until(
            patience,
            () -> {
              OptionalInt workers = NodeApi.workers(coordinator);
              return workers.isEmpty() || workers.getAsInt() >= expected;
            });
    if (!known) {
      throw new LocalClusterException(
          "every node is ready, but the coordinator does not know all workers: workers="
              + NodeApi.workers(coordinator).orElse(0)
              + ", expected="
              + expected
              + ", asked="
              + coordinator.url()
              + "/api/cluster");
    }
  }

  private static LocalNode coordinator(List<NodeEntry> all) {
    return all.stream()
        .map(NodeEntry::node)
        .filter(node -> node.role().coordinates())
        .min(Comparator.comparingInt(LocalNode::number))
        .orElseThrow(
            () ->
                new LocalClusterException(
                    "no node that can coordinate runs; end the cluster: reparto down"));
  }
}
