package io.reparto.node.cluster.model;

import akka.actor.typed.ActorRef;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.CoordinatorCommand.CheckJob;
import io.reparto.protocol.message.CoordinatorCommand.CheckPartial;
import io.reparto.protocol.message.CoordinatorCommand.ReportAlive;
import io.reparto.protocol.message.CoordinatorCommand.ReportFailure;
import io.reparto.protocol.message.CoordinatorCommand.ReportHeld;
import io.reparto.protocol.message.CoordinatorCommand.ReportUnderWay;
import io.reparto.protocol.message.CoordinatorCommand.ReportWork;
import io.reparto.protocol.message.CoordinatorCommand.RequestLease;
import io.reparto.protocol.message.CoordinatorCommand.RequestPlan;
import io.reparto.protocol.message.CoordinatorCommand.ReturnTasks;
import io.reparto.protocol.message.CoordinatorCommand.WorkerHello;
import io.reparto.protocol.message.WorkerCommand;

/** A worker's commands as they arrive: with a reference across the network instead of its own. */
final class ReplyTo {
  private ReplyTo() {}

  static CoordinatorCommand rewritten(CoordinatorCommand command, ActorRef<WorkerCommand> ref) {
    if (command instanceof WorkerHello one) {
      return new WorkerHello(one.worker(), one.slots(), one.stream(), one.partials(), ref);
    }
    if (command instanceof RequestLease one) {
      return new RequestLease(one.worker(), one.slot(), one.number(), ref);
    }
    if (command instanceof RequestPlan one) {
      return new RequestPlan(one.job(), one.part(), ref);
    }
    if (command instanceof ReportFailure one) {
      return new ReportFailure(
          one.job(),
          one.worker(),
          one.lease(),
          one.task(),
          one.attempt(),
          one.kind(),
          one.cause(),
          one.where(),
          one.lasted(),
          ref);
    }
    if (command instanceof ReportHeld one) {
      return new ReportHeld(one.worker(), one.term(), one.part(), one.parts(), one.held(), ref);
    }
    if (command instanceof ReportAlive one) {
      return new ReportAlive(one.worker(), one.stream(), ref);
    }
    if (command instanceof ReportUnderWay one) {
      return new ReportUnderWay(one.worker(), one.leaving(), one.tasks(), ref);
    }
    if (command instanceof CheckPartial one) {
      return new CheckPartial(one.job(), one.offer(), one.run(), ref);
    }
    if (command instanceof CheckJob one) {
      return new CheckJob(one.job(), ref);
    }
    if (command instanceof ReturnTasks || command instanceof ReportWork) {
      return command; // asks for no answer
    }
    throw new IllegalArgumentException("not of a worker: " + command);
  }
}
