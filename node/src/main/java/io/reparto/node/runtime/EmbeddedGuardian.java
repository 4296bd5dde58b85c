package io.reparto.node.runtime;

import akka.actor.NoSerializationVerificationNeeded;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reparto.coordinator.Coordinator;
import io.reparto.coordinator.Measures;
import io.reparto.coordinator.registry.NoRegistry;
import io.reparto.node.worker.TaskBoard;
import io.reparto.node.worker.Worker;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.WorkerCommand;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The composition root of an embedded runtime: spawns one coordinator, the workers and a listener
 * for each job.
 */
final class EmbeddedGuardian extends AbstractBehavior<EmbeddedGuardian.Command> {

  sealed interface Command extends NoSerializationVerificationNeeded {}

  record Submit(JobId job, JobSpec spec, JobOptions options, Consumer<JobEvent> listener)
      implements Command {}

  record Cancel(JobId job) implements Command {}

  private record WorkerStopped(String worker) implements Command {}

  private enum CoordinatorStopped implements Command {
    INSTANCE
  }

  private record ClientStopped(JobId job) implements Command {}

  private final ActorRef<CoordinatorCommand> coordinator;
  private final EmbeddedSettings settings;
  private final Map<JobId, ActorRef<JobEvent>> clients = new HashMap<>();
  private boolean coordinatorStopped;
  private int replacements;

  static Behavior<Command> create(Jobs jobs, EmbeddedSettings settings) {
    return Behaviors.setup(context -> new EmbeddedGuardian(context, jobs, settings));
  }

  private EmbeddedGuardian(ActorContext<Command> context, Jobs jobs, EmbeddedSettings settings) {
    super(context);
    this.settings = settings;
    coordinator =
        context.spawn(
            // It lives and dies with its workers: there is never another.
            Coordinator.create(
                jobs,
                settings.coordinator(),
                new NoRegistry(1),
                settings.frameBytes(),
                Measures.NONE),
            "coordinator");
    context.watchWith(coordinator, CoordinatorStopped.INSTANCE);
    for (int worker = 0; worker < settings.workers(); worker++) {
      spawnWorker("worker-" + worker);
    }
  }

  private void spawnWorker(String name) {
    Behavior<WorkerCommand> behavior =
        Worker.create(
            name,
            coordinator,
            settings.worker(),
            settings.frameBytes(),
            new TaskBoard(settings.slotsPerWorker()));
    ActorRef<WorkerCommand> worker = getContext().spawn(behavior, name);
    getContext().watchWith(worker, new WorkerStopped(name));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Cancel.class, this::onCancel)
        .onMessage(WorkerStopped.class, this::onWorkerStopped)
        .onMessageEquals(CoordinatorStopped.INSTANCE, this::onCoordinatorStopped)
        .onMessage(ClientStopped.class, this::onClientStopped)
        .build();
  }

  /** A worker stops only by a defect of ours; its jobs go on with another, under another name. */
  private Behavior<Command> onWorkerStopped(WorkerStopped message) {
    replacements++;
    getContext().getLog().error("worker stopped, starting another: worker={}", message.worker());
    spawnWorker("worker-replacement-" + replacements);
    return this;
  }

  private Behavior<Command> onSubmit(Submit submit) {
    ActorRef<JobEvent> client =
        getContext().spawn(listener(submit.listener()), "client-" + submit.job());
    getContext().watchWith(client, new ClientStopped(submit.job()));
    clients.put(submit.job(), client);
    if (coordinatorStopped) {
      fail(submit.job(), client);
    } else {
      coordinator.tell(
          new CoordinatorCommand.SubmitJob(submit.job(), submit.spec(), submit.options(), client));
    }
    return this;
  }

  /** It stops only by a defect of ours, and takes what it knew of the jobs along. */
  private Behavior<Command> onCoordinatorStopped() {
    getContext().getLog().error("coordinator stopped: jobs={}", clients.keySet());
    coordinatorStopped = true;
    clients.forEach(EmbeddedGuardian::fail);
    return this;
  }

  private static void fail(JobId job, ActorRef<JobEvent> client) {
    client.tell(
        new JobEvent.Failed(
            job,
            JobEvent.Blame.DEFECT,
            "the coordinator stopped, see the log",
            JobSummary.nothingDone()));
  }

  private Behavior<Command> onClientStopped(ClientStopped message) {
    clients.remove(message.job());
    return this;
  }

  private static Behavior<JobEvent> listener(Consumer<JobEvent> listener) {
    return Behaviors.receiveMessage(
        event -> {
          listener.accept(event);
          boolean last =
              !(event instanceof JobEvent.Planned) && !(event instanceof JobEvent.Progressed);
          return last ? Behaviors.stopped() : Behaviors.same();
        });
  }

  private Behavior<Command> onCancel(Cancel cancel) {
    coordinator.tell(new CoordinatorCommand.CancelJob(cancel.job()));
    return this;
  }
}
