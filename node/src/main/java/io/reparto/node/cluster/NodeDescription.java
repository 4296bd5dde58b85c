package io.reparto.node.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.reparto.protocol.message.NodeMessage;

/**
 * Answers other nodes who this one is. Spawned by the guardian, under a name that is the same on
 * every node, when the API listens. Has one state.
 */
final class NodeDescription {
  static final String ACTOR = "node";

  private NodeDescription() {}

  static Behavior<NodeMessage.DescribeNode> create(NodeMessage.NodeDescribed self) {
    return Behaviors.receiveMessage(
        question -> {
          question.replyTo().tell(self);
          return Behaviors.same();
        });
  }
}
