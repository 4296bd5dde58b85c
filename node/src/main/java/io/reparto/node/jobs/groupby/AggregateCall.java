package io.reparto.node.jobs.groupby;

import io.reparto.protocol.job.InvalidJobException;

/**
 * One value of {@code --agg}.
 *
 * @param text as the user wrote it; names the result column
 * @param function what to compute
 * @param column of which column; empty for {@code count} alone
 */
record AggregateCall(String text, AggregateFunction function, String column) {

  /**
   * Reads {@code count} or {@code function:column}.
   *
   * @throws InvalidJobException if it is neither
   */
  static AggregateCall parse(String text) {
    int colon = text.indexOf(':');
    String word = colon < 0 ? text : text.substring(0, colon);
    String column = colon < 0 ? "" : text.substring(colon + 1);
    AggregateFunction function =
        AggregateFunction.ofWord(word)
            .orElseThrow(
                () ->
                    new InvalidJobException(
                        "--agg names no aggregate: given="
                            + text
                            + ", known=count, or function:column with a function of "
                            + AggregateFunction.words()));
    if (column.isEmpty() && (colon >= 0 || function != AggregateFunction.COUNT)) {
      throw new InvalidJobException(
          "--agg " + word + " needs a column: given=" + text + ", write " + word + ":COLUMN");
    }
    return new AggregateCall(text, function, column);
  }
}
