package io.reparto.node.jobs.groupby;

import io.reparto.protocol.job.InvalidJobException;
import java.util.HashSet;
import java.util.List;

/**
 * What the user asks of the rows.
 *
 * @param by the key columns, each once; none for one group of all rows
 * @param aggregates as written, such as {@code mean:temp}; at least one, each once
 * @param where the condition; empty for all rows
 * @param skipBadRecords whether records that can't be read are left out, instead of failing the job
 */
public record GroupByQuery(
    List<String> by, List<String> aggregates, String where, boolean skipBadRecords) {

  /**
   * @throws InvalidJobException if a column or aggregate is missing or named twice
   */
  public GroupByQuery {
    by = List.copyOf(by);
    aggregates = List.copyOf(aggregates);
    requireDistinct("--by", by);
    requireDistinct("--agg", aggregates);
    if (aggregates.isEmpty()) {
      throw new InvalidJobException("--agg is required");
    }
  }

  private static void requireDistinct(String flag, List<String> values) {
    var seen = new HashSet<String>();
    for (String value : values) {
      if (!seen.add(value)) {
        throw new InvalidJobException(
            flag + " names the same twice: name=" + value + "; name it once");
      }
    }
  }
}
