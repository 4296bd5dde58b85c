package io.reparto.node.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cluster was started with. Kept as the options' words, because that is how options are
 * compared and stored; every value is taken to be checked.
 *
 * @param values by option without its dashes; either {@code nodes} or {@code coordinators} and
 *     {@code workers}, and all of the others
 */
public record ClusterOptions(Map<String, String> values) {
  public static final int DEFAULT_NODES = 3;

  /** HTTP ports begin that many above the base, so there can't be more nodes. */
  public static final int MOST_NODES = 100;

  public static final int DEFAULT_PORT_BASE = 25520;
  public static final String DEFAULT_MEMORY = "1g";

  /** Of failure detection, the default first. */
  public static final List<String> PROFILES = List.of("local", "kubernetes");

  public ClusterOptions {
    values = Map.copyOf(values);
  }

  /** The options given, and the defaults of the others. */
  public static ClusterOptions of(Map<String, String> given) {
    var values = new TreeMap<>(given);
    boolean apart = given.containsKey("coordinators");
    if (!apart) {
      values.putIfAbsent("nodes", Integer.toString(DEFAULT_NODES));
    }
    int workers = Integer.parseInt(values.get(apart ? "workers" : "nodes"));
    int cores = Runtime.getRuntime().availableProcessors();
    values.putIfAbsent("slots", Integer.toString(Math.max(1, cores / workers)));
    values.putIfAbsent("memory", DEFAULT_MEMORY);
    values.putIfAbsent("transport", Transport.TCP.word());
    values.putIfAbsent("profile", PROFILES.get(0));
    values.putIfAbsent("port-base", Integer.toString(DEFAULT_PORT_BASE));
    return new ClusterOptions(values);
  }

  /** Every node it asks for, the coordinators first. */
  List<LocalNode> nodes() {
    var nodes = new ArrayList<LocalNode>();
    if (values.containsKey("nodes")) {
      append(nodes, number("nodes"), Role.BOTH);
    } else {
      append(nodes, number("coordinators"), Role.COORDINATOR);
      append(nodes, number("workers"), Role.WORKER);
    }
    return nodes;
  }

  private void append(List<LocalNode> nodes, int count, Role role) {
    for (int more = 0; more < count; more++) {
      nodes.add(node(nodes.size() + 1, role));
    }
  }

  /** The node of a number, whether among {@link #nodes} or added later. */
  LocalNode node(int number, Role role) {
    int arteryPort = number("port-base") + number - 1;
    return new LocalNode(number, role, number("slots"), arteryPort, arteryPort + MOST_NODES);
  }

  String memory() {
    return values.get("memory");
  }

  Transport transport() {
    return Transport.of(values.get("transport"));
  }

  String profile() {
    return values.get("profile");
  }

  private int number(String option) {
    return Integer.parseInt(values.get(option));
  }

  /** The options given that are not as they are here: option to what it is here, or "not given". */
  Map<String, String> differences(Map<String, String> given) {
    var differences = new LinkedHashMap<String, String>();
    new TreeMap<>(given)
        .forEach(
            (option, value) -> {
              String here = values.getOrDefault(option, "not given");
              if (!here.equals(value)) {
                differences.put(option, here);
              }
            });
    return differences;
  }
}
