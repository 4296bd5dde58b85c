package io.reparto.node.jobs.groupby;

import java.util.Arrays;
import java.util.List;

/** Sorts groups by their keys: a merge sort of group numbers, without an object per group. */
final class GroupOrder {
  private static final int SHORT_RUN = 16;

  private final List<KeyColumn> columns;

  private GroupOrder(List<KeyColumn> columns) {
    this.columns = columns;
  }

  /** The numbers 0 to groups - 1 in ascending order of their keys, the first column first. */
  static int[] of(List<KeyColumn> columns, int groups) {
    var order = new int[groups];
    Arrays.setAll(order, group -> group);
    new GroupOrder(columns).sort(order, order.clone(), 0, groups);
    return order;
  }

  private int compare(int left, int right) {
    for (KeyColumn column : columns) {
      int result = column.compare(left, right);
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  /** Sorts {@code target} from start to end; {@code scratch} holds the same numbers there. */
  private void sort(int[] target, int[] scratch, int start, int end) {
    if (end - start <= SHORT_RUN) {
      insertionSort(target, start, end);
      return;
    }
    int middle = (start + end) >>> 1;
    sort(scratch, target, start, middle);
    sort(scratch, target, middle, end);
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft =
          right == end || (left < middle && compare(scratch[left], scratch[right]) <= 0);
      target[i] = takeLeft ? scratch[left++] : scratch[right++];
    }
  }

  private void insertionSort(int[] target, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      int group = target[i];
      int at = i;
      while (at > start && compare(target[at - 1], group) > 0) {
        target[at] = target[at - 1];
        at--;
      }
      target[at] = group;
    }
  }
}
