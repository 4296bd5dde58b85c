package io.reparto.protocol.aggregate;

/** Text that shows every merge as a pair of brackets: the least associative of all merges. */
record Grouping(String text) implements PartialAggregate {

  static Grouping leaf(int task) {
    return new Grouping(task + ".");
  }

  /**
   * The grouping that the definition of the tree asks for, by recursion from the root: a node is
   * its left child and, where that has tasks, its right child.
   */
  static String canonical(int taskCount) {
    int level = 0;
    while (1L << level < taskCount) {
      level++;
    }
    return canonical(0, 1L << level, taskCount);
  }

  private static String canonical(long first, long size, int taskCount) {
    if (size == 1) {
      return first + ".";
    }
    long half = size / 2;
    String left = canonical(first, half, taskCount);
    return first + half >= taskCount
        ? left
        : "(" + left + canonical(first + half, half, taskCount) + ")";
  }

  @Override
  public PartialAggregate merge(PartialAggregate right) {
    return new Grouping("(" + text + ((Grouping) right).text + ")");
  }

  @Override
  public long sizeBytes() {
    return text.length();
  }
}
