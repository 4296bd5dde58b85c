package io.reparto.node.drill;

import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.local.ProcessIdentity;
import java.io.IOException;
import java.util.List;

/**
 * A cluster of three nodes that may be broken. Methods about one node are called by one thread at a
 * time.
 */
interface DrillCluster {

  /** A client of every node's API, for one thread. */
  ApiClient client();

  /** The names of its nodes, in an order that does not change. */
  List<String> nodes();

  /** The process of a node, which may have ended. */
  ProcessIdentity process(String node) throws IOException;

  /**
   * Starts every node that has ended; returns when all are ready and the coordinator knows them.
   */
  void startMissing() throws Exception;

  /** Takes a node off the network; nobody is told. */
  void cut(String node) throws InterruptedException;

  /** Undoes {@link #cut}. */
  void join(String node) throws InterruptedException;

  /** Ends every node, and keeps the logs. */
  void end() throws IOException, InterruptedException;
}
