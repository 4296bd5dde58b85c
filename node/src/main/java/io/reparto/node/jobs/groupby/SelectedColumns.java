package io.reparto.node.jobs.groupby;

import io.reparto.node.input.CsvFormat;
import io.reparto.node.input.FieldType;
import io.reparto.protocol.job.InvalidJobException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The columns a query needs, numbered in the order in which they were first named: the numbers of
 * the columns in its batches. All others are never parsed. Not thread-safe.
 */
final class SelectedColumns {
  private final Set<String> undecided;
  private final List<Integer> fileColumns = new ArrayList<>();
  private CsvFormat format;

  SelectedColumns(CsvFormat format) {
    this(format, Set.of());
  }

  /**
   * Columns of a format that may still change.
   *
   * @param undecided names of the columns that become double when a use {@linkplain #useAsNumber
   *     needs numbers}, and else are text
   */
  SelectedColumns(CsvFormat format, Set<String> undecided) {
    this.format = format;
    this.undecided = undecided;
  }

  /** The format, its undecided columns with the types that their uses so far need. */
  CsvFormat format() {
    return format;
  }

  /** Says that a use of the column needs numbers. */
  void useAsNumber(int column) {
    if (type(column) == FieldType.TEXT && undecided.contains(name(column))) {
      format = format.withType(fileColumns.get(column), FieldType.DOUBLE);
    }
  }

  /** The number of the column of that name, which is now selected; empty if there is none. */
  OptionalInt find(String name) {
    int fileColumn = format.columns().indexOf(name);
    if (fileColumn < 0) {
      return OptionalInt.empty();
    }
    int known = fileColumns.indexOf(fileColumn);
    if (known >= 0) {
      return OptionalInt.of(known);
    }
    fileColumns.add(fileColumn);
    return OptionalInt.of(fileColumns.size() - 1);
  }

  /**
   * The number of the column of that name, which is now selected.
   *
   * @param flag where the user named it, such as {@code --by}
   * @throws InvalidJobException if there is none; the message lists the columns, the likeliest
   *     first
   */
  int select(String flag, String name) {
    return find(name)
        .orElseThrow(
            () ->
                new InvalidJobException(
                    flag + " names no column: name=" + name + ", columns=" + likeliestFirst(name)));
  }

  /** All columns of the input, those whose names differ least from {@code name} first. */
  List<String> likeliestFirst(String name) {
    var sorted = new ArrayList<>(format.columns());
    sorted.sort(Comparator.comparingInt(column -> distance(column, name)));
    return sorted;
  }

  /** Levenshtein's distance, without regard to case. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    var previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }

  int size() {
    return fileColumns.size();
  }

  FieldType type(int column) {
    return format.types().get(fileColumns.get(column));
  }

  String name(int column) {
    return format.columns().get(fileColumns.get(column));
  }

  /** For each selected column its number in the file. */
  int[] fileColumns() {
    return fileColumns.stream().mapToInt(Integer::intValue).toArray();
  }
}
