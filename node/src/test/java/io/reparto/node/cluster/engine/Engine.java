package io.reparto.node.cluster.engine;

import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.actor.BootstrapSetup;
import akka.actor.ExtendedActorSystem;
import akka.actor.FunctionRef;
import akka.actor.InternalActorRef;
import akka.actor.RootActorPath;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Adapter;
import com.typesafe.config.ConfigFactory;
import io.reparto.node.worker.ModelWorker;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.serialization.JobsSetup;
import java.util.function.Consumer;
import scala.runtime.BoxedUnit;

/**
 * An actor system without threads and without a clock, for one schedule after the other. Everything
 * in it happens on the thread that created it.
 */
public final class Engine implements ModelWorker.Refs, AutoCloseable {
  private static final String CONFIG =
      """
      akka {
        loglevel = OFF
        stdout-loglevel = OFF
        log-dead-letters = off
        coordinated-shutdown.run-by-jvm-shutdown-hook = off
        scheduler.implementation = "%s"
        actor.internal-dispatcher = akka.actor.default-dispatcher
        actor.default-dispatcher {
          type = Dispatcher
          executor = "%s"
          throughput = 1
          shutdown-timeout = 100 days
        }
      }
      reparto.worker.compute-dispatcher = ${akka.actor.default-dispatcher}
      reparto.coordinator.planning-dispatcher = ${akka.actor.default-dispatcher}
      reparto.coordinator.merge-dispatcher = ${akka.actor.default-dispatcher}
      """
          .formatted(VirtualTime.class.getName(), StepExecutor.Configurator.class.getName());

  public final StepExecutor steps = StepExecutor.ofThread();
  public final VirtualTime time;
  public final Jobs jobs;
  private final ActorSystem system;
  private int refs;

  /**
   * One that runs on the thread that creates it.
   *
   * @param definitions the jobs that its actors know
   */
  public Engine(Job... definitions) {
    jobs = Jobs.of(definitions);
    var config = ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load()).resolve();
    steps.starting(true);
    system =
        ActorSystem.create(
            "model", ActorSystemSetup.create(BootstrapSetup.create(config), new JobsSetup(jobs)));
    time = (VirtualTime) system.scheduler();
    steps.starting(false);
    reset(); // what Akka has scheduled for itself
  }

  public ActorSystem system() {
    return system;
  }

  public <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
    return Adapter.spawn(system, behavior, name);
  }

  /** Stops an actor as the end of its process does: at once, and nobody else notices. */
  public void kill(ActorRef<?> actor) {
    ((InternalActorRef) Adapter.toClassic(actor)).stop();
    steps.drain(actor.path().name());
  }

  /** An actor's reference as another process sees it. */
  public FunctionRef remote(String host, int uid, Consumer<Object> receiver) {
    var path = new RootActorPath(new Address("akka", "model", host, 1), "/");
    return new FunctionRef(
        path.child("user").child("worker").withUid(uid),
        ((ExtendedActorSystem) system).provider(),
        system,
        (sender, message) -> {
          receiver.accept(message);
          return BoxedUnit.UNIT;
        });
  }

  @Override
  @SuppressWarnings("unchecked") // by whoever sends
  public <T> ActorRef<T> to(Consumer<T> receiver) {
    return Adapter.toTyped(remote("local", ++refs, message -> receiver.accept((T) message)));
  }

  /** Calls {@code stopped} when the actor has stopped. */
  public void watch(ActorRef<?> actor, Runnable stopped) {
    remote("local", ++refs, message -> stopped.run()).watch(Adapter.toClassic(actor));
  }

  /** Ready for the next schedule; its actors have been killed. */
  public void reset() {
    steps.drain();
    steps.forget();
    time.reset();
    refs = 0;
  }

  @Override
  public void close() {
    reset();
    system.terminate();
    steps.drain();
  }
}
