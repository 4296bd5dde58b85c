package io.reparto.protocol.message;

import akka.actor.typed.ActorRef;

/** What cluster nodes tell each other of themselves. */
public sealed interface NodeMessage {

  /** Answered with {@link NodeDescribed} by a node that serves the API. */
  record DescribeNode(ActorRef<NodeDescribed> replyTo) implements NodeMessage, Wire {}

  /**
   * A node of the cluster.
   *
   * @param node its name
   * @param api the URL of its HTTP API
   */
  record NodeDescribed(String node, String api) implements NodeMessage, Wire {}
}
