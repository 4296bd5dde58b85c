package io.reparto.protocol.aggregate;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A node of the merge tree: the tasks index × 2^level (included) to (index + 1) × 2^level
 * (excluded), as far as they exist.
 *
 * @param level 0 for a leaf, up to 30
 * @param index from 0
 */
public record TaskRun(@JsonProperty("level") int level, @JsonProperty("index") int index) {
  public TaskRun {
    if (level < 0 || level > 30 || index < 0 || ((long) index << level) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "no node of a merge tree: level=" + level + ", index=" + index);
    }
  }

  public static TaskRun leaf(int task) {
    return new TaskRun(0, task);
  }

  /** The first task covered. */
  public int first() {
    return index << level;
  }

  /** One past the last task covered in a tree of {@code taskCount} leaves. */
  public int end(int taskCount) {
    return (int) Math.min(((long) index + 1) << level, taskCount);
  }
}
