package io.reparto.node.jobs.groupby;

import java.util.Arrays;
import java.util.List;

/**
 * Sorts groups by their keys, a word of eight bytes at a time: by the first word of all, then runs
 * of groups that are alike in it by the next (Bentley and Sedgewick, "Fast algorithms for sorting
 * and searching strings", SODA 1997, section 4, with words for characters). The words sorted lie
 * side by side, so that hardly a comparison looks up a key; there is no object per group.
 */
final class GroupOrder {
  private static final int SHORT_RUN = 16;

  private final List<KeyColumn> columns;
  private final int[] order;
  private final int[] orderScratch;
  private final long[] words;
  private final long[] wordsScratch;

  private GroupOrder(List<KeyColumn> columns, int groups) {
    this.columns = columns;
    order = new int[groups];
    Arrays.setAll(order, group -> group);
    orderScratch = new int[groups];
    words = new long[groups];
    wordsScratch = new long[groups];
  }

  /** The numbers 0 to groups - 1 in ascending order of their keys, the first column first. */
  static int[] of(List<KeyColumn> columns, int groups) {
    var sorted = new GroupOrder(columns, groups);
    sorted.sort(0, groups, 0, 0);
    return sorted.order;
  }

  /** Sorts the groups from the first on, which are alike in all that comes before that word. */
  private void sort(int first, int afterLast, int firstColumn, int firstWord) {
    int start = first;
    int end = afterLast;
    int column = firstColumn;
    int word = firstWord;
    while (end - start > 1 && column < columns.size()) {
      KeyColumn key = columns.get(column);
      for (int i = start; i < end; i++) {
        words[i] = key.word(order[i], word);
      }
      int nextWord = key.wordAfter(word, order, start, end);
      int nextColumn = nextWord == KeyColumn.NO_WORD ? column + 1 : column;
      nextWord = nextWord == KeyColumn.NO_WORD ? 0 : nextWord;
      sortByWords(start, end);
      column = nextColumn;
      word = nextWord;
      // On with the largest run, which leaves calls for halves at most: few on the stack.
      int largest = largestRun(start, end);
      int largestEnd = endOfRun(largest, end);
      for (int run = start; run < end; ) {
        int runEnd = endOfRun(run, end);
        if (run != largest) {
          sort(run, runEnd, column, word);
        }
        run = runEnd;
      }
      start = largest;
      end = largestEnd;
    }
  }

  private int largestRun(int start, int end) {
    int largest = start;
    int most = 0;
    for (int run = start; run < end; ) {
      int runEnd = endOfRun(run, end);
      if (runEnd - run > most) {
        largest = run;
        most = runEnd - run;
      }
      run = runEnd;
    }
    return largest;
  }

  /** After the last group whose word is that of the group at {@code start}. */
  private int endOfRun(int start, int end) {
    int to = start + 1;
    while (to < end && words[to] == words[start]) {
      to++;
    }
    return to;
  }

  private void sortByWords(int start, int end) {
    if (endOfRun(start, end) == end) {
      return; // a common part of all
    }
    System.arraycopy(words, start, wordsScratch, start, end - start);
    System.arraycopy(order, start, orderScratch, start, end - start);
    mergeSort(words, order, wordsScratch, orderScratch, start, end);
  }

  /** Sorts the first two arrays from start to end; the other two hold the same there. */
  private static void mergeSort(
      long[] words, int[] order, long[] fromWords, int[] fromOrder, int start, int end) {
    if (end - start <= SHORT_RUN) {
      insertionSort(words, order, start, end);
      return;
    }
    int middle = (start + end) >>> 1;
    mergeSort(fromWords, fromOrder, words, order, start, middle);
    mergeSort(fromWords, fromOrder, words, order, middle, end);
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft = right == end || (left < middle && fromWords[left] <= fromWords[right]);
      int taken = takeLeft ? left++ : right++;
      words[i] = fromWords[taken];
      order[i] = fromOrder[taken];
    }
  }

  private static void insertionSort(long[] words, int[] order, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      long word = words[i];
      int group = order[i];
      int at = i;
      while (at > start && words[at - 1] > word) {
        words[at] = words[at - 1];
        order[at] = order[at - 1];
        at--;
      }
      words[at] = word;
      order[at] = group;
    }
  }
}
