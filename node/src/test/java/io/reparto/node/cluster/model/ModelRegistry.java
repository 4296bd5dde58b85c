package io.reparto.node.cluster.model;

import akka.Done;
import io.reparto.coordinator.registry.JobRegistry;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobRecord;
import io.reparto.protocol.message.JobStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What survives of jobs when a coordinator is lost. A write takes time; it may fail and be there
 * nevertheless, at once or later, or never.
 */
final class ModelRegistry {
  private final Model model;
  private final Random random;
  private final Map<JobId, JobRecord> records = new LinkedHashMap<>();
  // Of the newest write of a job that was applied: a write that is late does not undo it.
  private final Map<JobId, Long> versions = new HashMap<>();
  private long nextVersion;
  private long term;

  ModelRegistry(Model model, Random random) {
    this.model = model;
    this.random = random;
  }

  Handle handle(CoordinatorHost coordinator) {
    return new Handle(coordinator);
  }

  /** As one coordinator sees it. */
  final class Handle implements JobRegistry {
    private final CoordinatorHost coordinator;
    private final Set<JobId> told = new HashSet<>();
    private final Set<JobId> removed = new HashSet<>();
    private long ownTerm;

    private Handle(CoordinatorHost coordinator) {
      this.coordinator = coordinator;
    }

    /** Whether the coordinator has learnt of the job here, or has written it down. */
    boolean knows(JobId job) {
      return told.contains(job) && !removed.contains(job);
    }

    @Override
    public CompletionStage<Takeover> takeOver() {
      var takeover = new CompletableFuture<Takeover>();
      model.engine.time.after(
          model.network.delay(),
          () -> {
            // The nodes hear no more of one that was taken for dead: it gets no majority.
            if (coordinator.alive && coordinator == model.newestCoordinator()) {
              ownTerm = ++term;
              told.addAll(records.keySet());
              var found = new Takeover(term, List.copyOf(records.values()), model.addresses());
              model.trace("takes over", () -> coordinator + " " + found);
              takeover.complete(found);
            }
          });
      return takeover;
    }

    @Override
    public CompletionStage<Done> put(JobRecord job) {
      if (job instanceof JobRecord.Ended end) {
        model.jobEnded(end.status());
      }
      told.add(job.job());
      long version = nextVersion++;
      var done = new CompletableFuture<Done>();
      boolean fails = !model.isCalm() && random.nextDouble() < model.scenario.registryFailures();
      boolean isWritten = !fails || random.nextBoolean();
      model.engine.time.after(
          model.network.delay(),
          () -> {
            if (!isWritten
                || !(coordinator.alive || random.nextBoolean())
                || !write(job, version, ownTerm)) {
              model.forgotten(job.job());
            }
            if (fails) {
              done.completeExceptionally(new IllegalStateException("no majority"));
            } else if (coordinator.alive) {
              done.complete(Done.getInstance());
            }
          });
      return done;
    }

    @Override
    public int mostResultBytes() {
      return model.scenario.resultBytes();
    }

    @Override
    public void remove(JobId job) {
      removed.add(job);
      records.remove(job);
    }
  }

  private boolean write(JobRecord job, long version, long writersTerm) {
    if (version < versions.getOrDefault(job.job(), -1L)) {
      return true; // it is known already that the job has ended
    }
    if (writersTerm == term) {
      versions.put(job.job(), version);
      records.put(job.job(), job);
      model.trace(
          "written",
          () ->
              job instanceof JobRecord.Ended end
                  ? describe(end.status())
                  : "accepted " + job.job());
    }
    return writersTerm == term;
  }

  private static String describe(JobStatus status) {
    return status.state() + " " + status.job();
  }
}
