package io.reparto.protocol.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.job.Plan;
import org.junit.jupiter.api.Test;

class MergeTreeTest {

  @Test
  void givenOneTask_whenAdded_thenItIsTheRoot() {
    var tree = new MergeTree(1);

    assertThat(tree.root()).isEmpty();
    tree.add(TaskRun.leaf(0), Grouping.leaf(0));

    assertThat(tree.root()).contains(Grouping.leaf(0));
  }

  @Test
  void givenSevenTasks_whenMerged_thenTheLastStandsForItsMissingSiblings() {
    var tree = new MergeTree(7);

    for (int task = 6; task >= 0; task--) {
      tree.add(TaskRun.leaf(task), Grouping.leaf(task));
    }

    assertThat(tree.root()).contains(new Grouping("(((0.1.)(2.3.))((4.5.)6.))"));
  }

  @Test
  void givenNodesOfTheRightEdgeAtAnyLevel_whenAdded_thenTheyAreTheSameNode() {
    for (int level = 0; level <= 2; level++) {
      var tree = new MergeTree(5);
      tree.add(new TaskRun(level, 4 >> level), Grouping.leaf(4));
      tree.add(new TaskRun(2, 0), new Grouping("left"));

      assertThat(tree.root()).as("level " + level).contains(new Grouping("(left4.)"));
    }
  }

  @Test
  void givenTheMostTasks_whenTheLastTwoAreAdded_thenTheyMerge() {
    var tree = new MergeTree(Plan.MAX_TASKS);

    tree.add(TaskRun.leaf(Plan.MAX_TASKS - 1), new Grouping("b"));
    tree.add(TaskRun.leaf(Plan.MAX_TASKS - 2), new Grouping("a"));

    assertThat(tree.subtrees())
        .containsExactly(
            new MergeTree.Subtree(new TaskRun(1, Plan.MAX_TASKS / 2 - 1), new Grouping("(ab)")));
  }

  @Test
  void givenAHalfFullTree_whenDrained_thenItIsEmptyAndCountsNoBytes() {
    var tree = new MergeTree(4);
    tree.add(TaskRun.leaf(2), Grouping.leaf(2));
    tree.add(TaskRun.leaf(0), Grouping.leaf(0));

    assertThat(tree.sizeBytes()).isEqualTo(4);
    assertThat(tree.drain()).extracting(subtree -> subtree.run().first()).containsExactly(0, 2);

    assertThat(tree.subtrees()).isEmpty();
    assertThat(tree.sizeBytes()).isZero();
  }

  @Test
  void givenARunBeyondTheLastTask_whenAdded_thenItIsAnError() {
    var tree = new MergeTree(3);

    assertThatThrownBy(() -> tree.add(TaskRun.leaf(3), Grouping.leaf(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("taskCount=3");
    assertThatThrownBy(() -> new MergeTree(0)).hasMessageContaining("taskCount=0");
  }

  @Test
  void givenNoNodeOfATree_whenARunIsMade_thenItIsAnError() {
    int[][] bad = {{-1, 0}, {31, 0}, {0, -1}, {30, 2}, {1, 1 << 30}};

    for (int[] node : bad) {
      assertThatThrownBy(() -> new TaskRun(node[0], node[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("level=" + node[0] + ", index=" + node[1]);
    }
  }
}
