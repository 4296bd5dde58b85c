package io.reparto.protocol.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.aggregate.MergeTree.Subtree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MergeTreePropertyTest {

  @Property
  void givenAnyHoldersAndOrder_whenMerged_thenTheRootIsTheCanonicalOne(
      @ForAll @IntRange(min = 1, max = 300) int taskCount,
      @ForAll @IntRange(min = 1, max = 6) int holderCount,
      @ForAll @IntRange(min = 1, max = 40) int tasksBetweenDrains,
      @ForAll Random random) {
    var holders = IntStream.range(0, holderCount).mapToObj(i -> new MergeTree(taskCount)).toList();
    var root = new MergeTree(taskCount);
    var travelling = new ArrayList<Subtree>();

    for (int task : shuffledTasks(taskCount, random)) {
      MergeTree holder = holders.get(random.nextInt(holderCount));
      assertThat(holder.add(TaskRun.leaf(task), Grouping.leaf(task))).isTrue();
      if (random.nextInt(tasksBetweenDrains) == 0) {
        travelling.addAll(holder.drain());
        Collections.shuffle(travelling, random);
      }
      if (!travelling.isEmpty() && random.nextInt(tasksBetweenDrains) == 0) {
        deliver(travelling.remove(0), root);
      }
    }
    holders.forEach(holder -> travelling.addAll(holder.drain()));
    Collections.shuffle(travelling, random);
    for (Subtree subtree : travelling) {
      assertThat(root.root()).isEmpty();
      deliver(subtree, root);
    }

    assertThat(root.root()).contains(new Grouping(Grouping.canonical(taskCount)));
    assertThat(root.subtrees()).hasSize(1);
  }

  private static void deliver(Subtree subtree, MergeTree root) {
    assertThat(root.add(subtree.run(), subtree.partial())).isTrue();
    assertThat(root.add(subtree.run(), subtree.partial())).as("come twice").isFalse();
  }

  @Property
  void givenTasksInOrder_whenAdded_thenOnlyLogarithmicallyManyWait(
      @ForAll @IntRange(min = 1, max = 5_000) int taskCount) {
    var tree = new MergeTree(taskCount);

    for (int task = 0; task < taskCount; task++) {
      tree.add(TaskRun.leaf(task), Grouping.leaf(task));

      assertThat(tree.subtrees()).hasSizeLessThanOrEqualTo(13);
    }
  }

  @Property
  void givenARunThatOverlaps_whenAdded_thenNothingChanges(
      @ForAll @IntRange(min = 1, max = 300) int taskCount,
      @ForAll @IntRange(min = 0, max = 8) int level,
      @ForAll Random random) {
    var tree = new MergeTree(taskCount);
    var present = new boolean[taskCount];
    for (int task : shuffledTasks(taskCount, random)) {
      if (random.nextBoolean()) {
        tree.add(TaskRun.leaf(task), Grouping.leaf(task));
        present[task] = true;
      }
    }
    var run = new TaskRun(level, random.nextInt(((taskCount - 1) >> level) + 1));
    boolean overlaps =
        IntStream.range(run.first(), run.end(taskCount)).anyMatch(task -> present[task]);
    List<Subtree> before = tree.subtrees();

    boolean added = tree.add(run, new Grouping("x"));

    assertThat(added).isEqualTo(!overlaps);
    if (overlaps) {
      assertThat(tree.subtrees()).isEqualTo(before);
    }
  }

  private static List<Integer> shuffledTasks(int taskCount, Random random) {
    var tasks = new ArrayList<>(IntStream.range(0, taskCount).boxed().toList());
    Collections.shuffle(tasks, random);
    return tasks;
  }
}
