package io.reparto.node.jobs.groupby;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code --agg} can ask for. */
enum AggregateFunction {
  /** Rows; of a column: rows with a value there. */
  COUNT,
  SUM,
  MEAN,
  MIN,
  MAX,
  /** Sample variance (n - 1), null below two values, as SQL's {@code var_samp}. */
  VAR,
  /** Square root of {@link #VAR}. */
  STD;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<AggregateFunction> ofWord(String word) {
    return Arrays.stream(values()).filter(function -> function.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(AggregateFunction::word).toList();
  }
}
