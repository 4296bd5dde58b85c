package io.reparto.coordinator.registry;

import akka.Done;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.Cluster;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.ddata.Replicator;
import akka.cluster.ddata.ReplicatorSettings;
import akka.cluster.ddata.SelfUniqueAddress;
import akka.pattern.StatusReply;
import akka.serialization.SerializationExtension;
import com.typesafe.config.Config;
import io.reparto.coordinator.registry.disk.DiskStore;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobRecord;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The registry of a cluster, in Distributed Data: a copy of its own on every node of one role. A
 * job has a slot, which is a key; slots are reused, so that nothing grows with the jobs that ever
 * were. See docs/adr/0008.
 */
public final class DistributedJobRegistry implements JobRegistry {
  // The same path on each node: there the copies find each other.
  private static final String REPLICATOR = "reparto-registry-copy";
  private static final String REGISTRAR = "reparto-registry";

  // Beyond a record, of a message of Distributed Data: names, paths, addresses.
  private static final int ENVELOPE_BYTES = 4 * 1024;
  // Of a takeover, where most nodes answer but have much to say.
  private static final Duration READING = Duration.ofMinutes(1);
  private static final int STEPS = 4;

  private static final Set<MemberStatus> PRESENT =
      Set.of(MemberStatus.up(), MemberStatus.weaklyUp(), MemberStatus.leaving());

  private final ActorSystem<?> system;
  private final ActorRef<Registrar.Command> registrar;
  private final RegistrySettings settings;
  private final String workerRole;

  private DistributedJobRegistry(
      ActorSystem<?> system,
      ActorRef<Registrar.Command> registrar,
      RegistrySettings settings,
      String workerRole) {
    this.system = system;
    this.registrar = registrar;
    this.settings = settings;
    this.workerRole = workerRole;
  }

  /**
   * To be called before a node with a copy starts: one whose copy can't be on disk, though it is to
   * be, would go on without one.
   *
   * @throws IllegalArgumentException if the directory can't be used, with the reason
   */
  public static void check(RegistrySettings settings) {
    if (!settings.durable()) {
      return;
    }
    try {
      DiskStore.check(settings.directory());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "reparto.registry.directory can't be used: value="
              + settings.directory().toAbsolutePath()
              + ", cause="
              + (e instanceof FileSystemException ? e.toString() : e.getMessage()),
          e);
    }
  }

  /**
   * Starts this node's copy. To be called once, when the node starts: a copy holds what was written
   * since, not only what is written once this node's coordinator needs it.
   *
   * @param coordinatorRole of the nodes with a copy, this one among them
   * @param workerRole of the nodes a takeover names
   * @throws akka.actor.InvalidActorNameException if it was called before
   */
  public static DistributedJobRegistry create(
      ActorSystem<?> system, RegistrySettings settings, String coordinatorRole, String workerRole) {
    var classic = (ExtendedActorSystem) system.classicSystem();
    Config all = system.settings().config();
    ReplicatorSettings replicatorSettings =
        ReplicatorSettings.apply(
                all.getConfig("reparto.registry.replicator")
                    .withFallback(all.getConfig("akka.cluster.distributed-data")))
            .withRole(coordinatorRole);
    if (settings.durable()) {
      replicatorSettings =
          replicatorSettings
              .withDurableKeys(Set.of("*"))
              .withDurableStoreProps(DiskStore.props(settings.directory()));
    }
    var registers =
        new Registers(
            classic.systemActorOf(Replicator.props(replicatorSettings), REPLICATOR),
            new SelfUniqueAddress(Cluster.get(classic).selfUniqueAddress()),
            settings.timeout(),
            system.executionContext());
    var claim =
        new TermClaim(registers, Clock.systemUTC(), system.executionContext(), system.log());
    var codec = new RecordCodec(SerializationExtension.get(classic));
    long frameBytes = all.getBytes("akka.remote.artery.advanced.maximum-frame-size");
    int mostRecordBytes = (int) Math.min(frameBytes - ENVELOPE_BYTES, Integer.MAX_VALUE);
    ActorRef<Registrar.Command> registrar =
        system.systemActorOf(
            Registrar.create(registers, claim, codec, settings, coordinatorRole, mostRecordBytes),
            REGISTRAR,
            Props.empty());
    return new DistributedJobRegistry(system, registrar, settings, workerRole);
  }

  @Override
  public CompletionStage<Takeover> takeOver() {
    return AskPattern.askWithStatus(
            registrar,
            Registrar.TakeOver::new,
            settings.timeout().multipliedBy(STEPS).plus(READING).plus(settings.reunion()),
            system.scheduler())
        .thenApplyAsync(
            begun -> new Takeover(begun.term(), begun.jobs(), workers()),
            system.executionContext());
  }

  private Set<String> workers() {
    ClusterEvent.CurrentClusterState state = Cluster.get(system.classicSystem()).state();
    Set<Member> unreachable = state.getUnreachable();
    var workers = new HashSet<String>();
    for (Member member : state.getMembers()) {
      if (member.hasRole(workerRole)
          && PRESENT.contains(member.status())
          && !unreachable.contains(member)) {
        workers.add(member.address().hostPort().replaceFirst("^.*@", ""));
      }
    }
    return workers;
  }

  @Override
  public CompletionStage<Done> put(JobRecord job) {
    return AskPattern.askWithStatus(
            registrar,
            (ActorRef<StatusReply<Done>> replyTo) -> new Registrar.Put(job, replyTo),
            settings.timeout().multipliedBy(STEPS),
            system.scheduler())
        .thenApplyAsync(done -> done, system.executionContext()); // as in Registers
  }

  @Override
  public int mostResultBytes() {
    return settings.resultBytes();
  }

  @Override
  public void remove(JobId job) {
    registrar.tell(new Registrar.Remove(job));
  }
}
