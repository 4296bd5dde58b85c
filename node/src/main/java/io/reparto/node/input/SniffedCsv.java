package io.reparto.node.input;

import java.util.List;
import java.util.Set;

/**
 * What the heads of the files tell.
 *
 * @param format the form they share; a column in {@code unseen} stands in it as text
 * @param unseen names of the columns of which the sample holds no value, so that their types are
 *     anybody's guess
 * @param renamed for each column whose name the header holds twice: which it is, and its name in
 *     the format
 */
public record SniffedCsv(CsvFormat format, Set<String> unseen, List<String> renamed) {

  public SniffedCsv {
    unseen = Set.copyOf(unseen);
    renamed = List.copyOf(renamed);
  }
}
