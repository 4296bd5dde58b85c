package io.reparto.node.kubernetes;

import akka.Done;
import akka.actor.setup.Setup;
import akka.actor.typed.ActorSystem;
import akka.management.cluster.bootstrap.ClusterBootstrap;
import akka.management.javadsl.AkkaManagement;
import akka.management.javadsl.ReadinessCheckSetup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Joins a node to the cluster of the pods that Kubernetes knows (Akka Cluster Bootstrap), and
 * serves what that and the probes of Kubernetes need: the management port, with {@code
 * /bootstrap/seed-nodes}, {@code /ready} and {@code /alive}.
 */
public final class KubernetesBootstrap {
  private final CompletableFuture<Supplier<CompletionStage<Boolean>>> readiness =
      new CompletableFuture<>();

  /** What the actor system has to be created with. */
  public Setup setup() {
    return ReadinessCheckSetup.create(
        system -> List.of(() -> readiness.thenCompose(Supplier::get)));
  }

  /**
   * Begins to serve and to look for other pods.
   *
   * @param isReady what {@code /ready} answers
   * @return fails if the management port can't be served
   */
  public CompletionStage<Done> start(
      ActorSystem<?> system, Supplier<CompletionStage<Boolean>> isReady) {
    readiness.complete(isReady);
    return AkkaManagement.get(system)
        .start()
        .thenApply(
            uri -> {
              ClusterBootstrap.get(system).start();
              return Done.getInstance();
            });
  }
}
