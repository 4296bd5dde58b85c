package io.reparto.protocol.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Merges partials along the one canonical binary tree, in whatever order they come. A node whose
 * right child lies wholly beyond the last task is its left child. Not thread-safe.
 *
 * <p>The state is the set of finished subtrees that wait for their sibling; disjoint, because
 * {@link #add} refuses what overlaps them. What {@link #drain} took out is forgotten: refusing it a
 * second time is the ledger's task.
 */
public final class MergeTree {

  /** A finished node and its aggregate. */
  public record Subtree(TaskRun run, PartialAggregate partial) {}

  private final int taskCount;
  // By first task: siblings are neighbours there, and overlap shows at the neighbours.
  private final TreeMap<Integer, Subtree> waiting = new TreeMap<>();

  /**
   * @param taskCount leaves of the whole tree, at least 1
   */
  public MergeTree(int taskCount) {
    if (taskCount < 1) {
      throw new IllegalArgumentException("a merge tree has leaves: taskCount=" + taskCount);
    }
    this.taskCount = taskCount;
  }

  /**
   * Adds a partial and merges it with its sibling as far up as siblings are there.
   *
   * @param partial consumed if accepted
   * @return false, with nothing changed, if one of its tasks is here already
   */
  public boolean add(TaskRun run, PartialAggregate partial) {
    if (run.first() >= taskCount) {
      throw new IllegalArgumentException(
          "beyond the last task: run=" + run + ", taskCount=" + taskCount);
    }
    if (overlaps(run)) {
      return false;
    }
    TaskRun node = run;
    PartialAggregate merged = partial;
    while (!isRoot(node)) {
      boolean isLeft = (node.index() & 1) == 0;
      boolean rightIsBeyondTheLastTask = isLeft && node.end(taskCount) == taskCount;
      if (!rightIsBeyondTheLastTask) {
        Subtree sibling = takeSibling(node, isLeft);
        if (sibling == null) {
          break;
        }
        merged = isLeft ? merged.merge(sibling.partial()) : sibling.partial().merge(merged);
      }
      node = new TaskRun(node.level() + 1, node.index() >> 1);
    }
    waiting.put(node.first(), new Subtree(node, merged));
    return true;
  }

  private boolean overlaps(TaskRun run) {
    Map.Entry<Integer, Subtree> before = waiting.lowerEntry(run.end(taskCount));
    return before != null && before.getValue().run().end(taskCount) > run.first();
  }

  private boolean isRoot(TaskRun node) {
    return node.index() == 0 && node.end(taskCount) == taskCount;
  }

  private Subtree takeSibling(TaskRun node, boolean isLeft) {
    int first = isLeft ? node.end(taskCount) : (node.index() - 1) << node.level();
    Subtree sibling = waiting.get(first);
    if (sibling == null || sibling.run().level() != node.level()) {
      return null;
    }
    return waiting.remove(first);
  }

  /** The root, once every task has been added and none drained. */
  public Optional<PartialAggregate> root() {
    return waiting.values().stream()
        .filter(entry -> isRoot(entry.run()))
        .map(Subtree::partial)
        .findFirst();
  }

  /** The finished subtrees in task order; they stay. */
  public List<Subtree> subtrees() {
    return List.copyOf(waiting.values());
  }

  /** Takes the finished subtrees out, in task order. */
  public List<Subtree> drain() {
    var drained = new ArrayList<>(waiting.values());
    waiting.clear();
    return drained;
  }

  /** About how many bytes the subtrees take when encoded. */
  public long sizeBytes() {
    long size = 0;
    for (Subtree subtree : waiting.values()) {
      size += subtree.partial().sizeBytes();
    }
    return size;
  }
}
