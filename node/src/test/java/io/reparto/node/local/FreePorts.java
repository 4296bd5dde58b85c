package io.reparto.node.local;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for the nodes of a test, below those that the system hands out. */
public final class FreePorts {
  private static final String NODES = "4";
  private static final int FIRST = 12_000;
  private static final int LAST = 32_000;

  private FreePorts() {}

  /** A port base with which the first four nodes find their ports free. */
  public static String base() {
    String base;
    do {
      base = Integer.toString(ThreadLocalRandom.current().nextInt(FIRST, LAST));
    } while (!areFree(base));
    return base;
  }

  private static boolean areFree(String base) {
    var options = ClusterOptions.of(Map.of("nodes", NODES, "port-base", base));
    return Ports.used(options.nodes(), Transport.TCP).isEmpty();
  }
}
