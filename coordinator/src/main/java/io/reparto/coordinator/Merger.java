package io.reparto.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reparto.protocol.aggregate.MergeTree;
import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.Plan;
import java.util.List;

/**
 * Merges the committed partials of one job and finishes its result. Spawned by its {@link JobRun}
 * on the merge dispatcher, so that a long merge delays neither ledger nor progress. Has one state.
 */
final class Merger extends AbstractBehavior<Merger.Message> {

  sealed interface Message extends Local {}

  /**
   * Takes a committed partial; the ledger has made sure that it comes once. Answered with {@link
   * JobRun.Added} when it is merged.
   */
  record Add(TaskRun run, PartialAggregate partial) implements Message {}

  /** Asks for the answer so far. */
  record Preview() implements Message {}

  /** Asks for the result; every task has been added before. */
  record Finish() implements Message {}

  private final Plan plan;
  private final ActorRef<JobRun.Message> jobRun;
  private final MergeTree tree;
  private boolean failed;
  private long mergeNanos;

  static Behavior<Message> create(Plan plan, ActorRef<JobRun.Message> jobRun) {
    return Behaviors.setup(context -> new Merger(context, plan, jobRun));
  }

  private Merger(ActorContext<Message> context, Plan plan, ActorRef<JobRun.Message> jobRun) {
    super(context);
    this.plan = plan;
    this.jobRun = jobRun;
    this.tree = new MergeTree(Math.max(1, plan.taskCount()));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Add.class, message -> attempt(() -> onAdd(message)))
        .onMessage(Preview.class, message -> attempt(this::onPreview))
        .onMessage(Finish.class, message -> attempt(this::onFinish))
        .build();
  }

  /** A job's own code runs here: whatever it throws fails that job alone. */
  private Behavior<Message> attempt(Runnable step) {
    if (failed) {
      return this;
    }
    try {
      step.run();
    } catch (InvalidJobException e) {
      failed = true;
      jobRun.tell(new JobRun.MergeFailed(true, e.getMessage()));
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
      failed = true;
      getContext().getLog().error("merge failed", e);
      jobRun.tell(new JobRun.MergeFailed(false, "merging partials failed: " + e));
    }
    return this;
  }

  private void onAdd(Add message) {
    long begin = System.nanoTime();
    if (!tree.add(message.run(), message.partial())) {
      throw new IllegalStateException("a committed run was added twice: run=" + message.run());
    }
    mergeNanos += System.nanoTime() - begin;
    jobRun.tell(new JobRun.Added());
  }

  private void onPreview() {
    List<PartialAggregate> partials =
        tree.subtrees().stream().map(MergeTree.Subtree::partial).toList();
    jobRun.tell(new JobRun.Previewed(plan.preview(partials)));
  }

  private void onFinish() {
    long begin = System.nanoTime();
    PartialAggregate root =
        plan.taskCount() == 0
            ? plan.identity()
            : tree.root()
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "finished without every task: " + tree.subtrees()));
    List<String> remarks = plan.remarks(root);
    JobResult result = plan.finish(root);
    String digest = result.digest();
    mergeNanos += System.nanoTime() - begin;
    jobRun.tell(new JobRun.Merged(result, digest, remarks, mergeNanos));
  }
}
