package io.reparto.coordinator;

import akka.actor.ActorSystem;
import akka.actor.typed.ActorRef;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.WorkerCommand;
import io.reparto.protocol.serialization.DataCodec;
import io.reparto.protocol.serialization.Parts;
import java.util.List;

/** Sends a job's plan to workers: by reference within a JVM, else in parts. Not thread-safe. */
final class PlanDelivery {
  private final JobId job;
  private final Plan plan;
  private final RunContext shared;
  private final ActorSystem system;
  // Cut when the first worker asks.
  private List<byte[]> parts = List.of();

  PlanDelivery(JobId job, Plan plan, RunContext shared, ActorSystem system) {
    this.job = job;
    this.plan = plan;
    this.shared = shared;
    this.system = system;
  }

  /**
   * Sends a part; nothing if there is no such part.
   *
   * @param part from 0; of no meaning where the plan goes by reference
   */
  void send(int part, ActorRef<WorkerCommand> worker) {
    if (shared.partBytes() == 0) {
      worker.tell(new WorkerCommand.PlanDelivered(shared.term(), job, plan));
      return;
    }
    if (parts.isEmpty()) {
      parts = Parts.cut(plan, DataCodec.of(system), shared.partBytes());
    }
    if (part >= 0 && part < parts.size()) {
      worker.tell(
          new WorkerCommand.PlanPart(shared.term(), job, part, parts.size(), parts.get(part)));
    }
  }
}
