package io.reparto.coordinator.registry;

import akka.actor.Address;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.ddata.SelfUniqueAddress;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Nodes with a registry, as actor systems of this JVM that talk over real sockets. */
final class RegistryCluster implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String COORDINATOR = "coordinator";
  private static final String WORKER = "worker";

  private final String extra;
  private final List<Node> nodes = new ArrayList<>();

  /**
   * @param extra settings of every node
   */
  RegistryCluster(String extra) {
    this.extra = extra;
  }

  /** One node. */
  record Node(ActorSystem<Void> system, DistributedJobRegistry registry) {
    Cluster cluster() {
      return Cluster.get(system.classicSystem());
    }

    Address address() {
      return cluster().selfAddress();
    }

    String hostPort() {
      return address().getHost().orElseThrow() + ":" + address().getPort().orElseThrow();
    }

    /** This node's copy of the registry. */
    Registers copy() throws Exception {
      return new Registers(
          await(
              system
                  .classicSystem()
                  .actorSelection("/system/reparto-registry-copy")
                  .resolveOne(PATIENCE)),
          new SelfUniqueAddress(cluster().selfUniqueAddress()),
          TIMEOUT,
          system.executionContext());
    }

    /** How many slots there are, by this node's copy. */
    int slots() throws Exception {
      Cell head = await(copy().readLocal("head"));
      return head.isEmpty() ? 0 : java.nio.ByteBuffer.wrap(head.content()).getInt();
    }
  }

  /** Adds a node that coordinates and works, and waits until every node has it. */
  Node add() {
    return add("", COORDINATOR, WORKER);
  }

  /**
   * Adds a node and waits until every node has it; one without the role of coordinators has no
   * registry.
   *
   * @param own settings of this node
   */
  Node add(String own, String... roles) {
    Node node = start(own, roles);
    nodes.add(node);
    node.cluster().join(nodes.get(0).address());
    awaitMembers();
    return node;
  }

  private Node start(String own, String... roles) {
    var config =
        ConfigFactory.parseString(own)
            .withFallback(ConfigFactory.parseString(extra))
            .withFallback(
                ConfigFactory.parseString(
                    """
                    akka {
                      loglevel = ERROR
                      actor { provider = cluster, allow-java-serialization = off }
                      remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                      cluster {
                        roles = [%s]
                        gossip-interval = 200ms
                        leader-actions-interval = 200ms
                        run-coordinated-shutdown-when-down = off
                        jmx.enabled = off
                      }
                      # A system that is terminated here has been killed: it says nothing.
                      coordinated-shutdown {
                        run-by-jvm-shutdown-hook = off
                        run-by-actor-system-terminate = off
                        terminate-actor-system = off
                      }
                    }
                    reparto.registry.timeout = %dms
                    """
                        .formatted(String.join(", ", roles), TIMEOUT.toMillis())))
            .withFallback(ConfigFactory.load());
    DistributedJobRegistry.check(RegistrySettings.from(config));
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "registry", config);
    if (!List.of(roles).contains(COORDINATOR)) {
      return new Node(system, null);
    }
    return new Node(
        system,
        DistributedJobRegistry.create(system, RegistrySettings.from(config), COORDINATOR, WORKER));
  }

  private void awaitMembers() {
    for (Node node : nodes) {
      awaitUntil(node, () -> knowsAll(node));
    }
  }

  /** Whether a node knows of these nodes as members, and of no other. */
  private boolean knowsAll(Node node) {
    int up = 0;
    for (Member member : node.cluster().state().getMembers()) {
      if (!member.status().equals(MemberStatus.up())) {
        return false;
      }
      up++;
    }
    return up == nodes.size();
  }

  /** What a test waits for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void awaitUntil(Node node, Condition condition) {
    TestProbe.create(node.system())
        .awaitAssert(
            PATIENCE,
            () -> {
              if (!condition.holds()) {
                throw new AssertionError("not so in time");
              }
              return null;
            });
  }

  static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Ends a node as a crash does: the others are not told. */
  void kill(Node node) {
    nodes.remove(node);
    node.system().terminate();
    node.system()
        .getWhenTerminated()
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** Kills a node; the others know at once that it is gone. */
  void killAndDown(Node node) {
    kill(node);
    for (Node other : nodes) {
      other.cluster().down(node.address());
    }
    awaitMembers();
  }

  @Override
  public void close() {
    for (Node node : List.copyOf(nodes)) {
      kill(node);
    }
  }
}
