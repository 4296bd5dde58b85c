package io.reparto.node.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A cluster of stand-in nodes in processes of their own. */
final class ClusterFixture implements ClusterProgress {
  static final Duration TIMEOUT = Duration.ofSeconds(40);

  final RunDirectory run;
  final LocalCluster cluster;
  final List<String> notes = new ArrayList<>();
  final String portBase = FreePorts.base();
  final NodeProgram program = NodeProgram.ofThisJvm(StandInNode.class.getName(), "node");

  ClusterFixture(Path directory) throws IOException {
    run = new RunDirectory(directory.resolve("run"));
    cluster = new LocalCluster(run, notes::add);
  }

  @Override
  public void note(String line) {
    notes.add(line);
  }

  @Override
  public void ready(int ready, int of) {}

  /** Words are options and their values in turns. */
  ClusterStart.Outcome up(String... words) throws IOException, InterruptedException {
    return up(TIMEOUT, words);
  }

  ClusterStart.Outcome up(Duration timeout, String... words)
      throws IOException, InterruptedException {
    Map<String, String> given = new HashMap<>(Map.of("memory", "48m", "port-base", portBase));
    for (int index = 0; index < words.length; index += 2) {
      given.put(words[index], words[index + 1]);
    }
    return new ClusterStart(run, program, timeout, this).up(given);
  }

  ClusterStart.Outcome add(Role role) throws IOException, InterruptedException {
    return new ClusterStart(run, program, TIMEOUT, this).add(role);
  }

  ClusterStop.Outcome down(Duration timeout) throws IOException, InterruptedException {
    return new ClusterStop(run, this).down(timeout);
  }

  void giveFault(String node, String fault) throws IOException {
    Files.createDirectories(run.node(node));
    Files.createFile(run.node(node).resolve(fault));
  }

  void takeFault(String node, String fault) throws IOException {
    Files.delete(run.node(node).resolve(fault));
  }

  NodeEntry node(String name) throws IOException {
    return cluster.find(name).orElseThrow();
  }

  /** The pid that the stand-in itself has written. */
  long ownPid(String name) throws IOException {
    return Long.parseLong(Files.readString(run.node(name).resolve("pid")));
  }

  /** The most heap that it may have, in bytes. */
  long ownHeap(String name) throws IOException {
    return Long.parseLong(Files.readString(run.node(name).resolve("heap")));
  }

  Map<String, NodeState> states() throws IOException {
    var states = new HashMap<String, NodeState>();
    for (NodeStatus status : cluster.nodes()) {
      states.put(status.entry().name(), status.state());
    }
    return states;
  }
}
