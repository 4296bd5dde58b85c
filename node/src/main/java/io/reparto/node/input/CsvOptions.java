package io.reparto.node.input;

import io.reparto.protocol.job.InvalidJobException;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the user says about the form of the input.
 *
 * @param delimiter the byte between fields; empty to have it detected
 * @param header whether every file starts with a line of column names
 * @param columns the column names when {@code header} is false; empty to number them, from {@code
 *     column0}
 * @param multiline whether quoted fields may hold line breaks; each file is then one task
 */
public record CsvOptions(
    OptionalInt delimiter, boolean header, List<String> columns, boolean multiline) {

  /** A header, the delimiter detected, no line breaks in fields. */
  public static final CsvOptions DEFAULT =
      new CsvOptions(OptionalInt.empty(), true, List.of(), false);

  /**
   * Checks the delimiter.
   *
   * @throws InvalidJobException if the delimiter is no ASCII character, or a quote, a line break or
   *     NUL
   */
  public CsvOptions {
    columns = List.copyOf(columns);
    if (delimiter.isPresent()) {
      int value = delimiter.getAsInt();
      if (value <= 0 || value > 127 || value == '"' || value == '\n' || value == '\r') {
        throw new InvalidJobException(
            "--delimiter must be one ASCII character other than a quote or a line break: given="
                + (char) value);
      }
    }
    if (header && !columns.isEmpty()) {
      throw new InvalidJobException(
          "--columns names the columns of a file without a header: add --no-header");
    }
  }
}
