package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.reparto.node.endtoend.RepartoProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Group-bys over examples/ against SQLite's answers in examples/oracle/. */
class GroupByOracleTest {
  private static final Path ORACLE = RepartoProcess.HOME.resolve("examples/oracle");

  /** Our sums are rounded as they go, the oracle's once. */
  private static final double RELATIVE_TOLERANCE = 1e-12;

  record Query(String name, String input, String by, String agg, String where) {
    @Override
    public String toString() {
      return name;
    }

    List<String> keys() {
      return Arrays.asList(by.split(",", -1));
    }

    List<String> aggregates() {
      return Arrays.asList(agg.split(",", -1));
    }
  }

  static Stream<Query> queries() throws IOException {
    return Files.readAllLines(ORACLE.resolve("queries.tsv")).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(fields -> new Query(fields[0], fields[1], fields[2], fields[3], fields[4]));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void givenExampleData_whenGrouped_thenTheAnswerIsThatOfSqlite(Query query) throws Exception {
    var arguments = new ArrayList<>(List.of("run", "groupby", "--format", "csv"));
    arguments.addAll(List.of("--input", "examples/" + query.input()));
    arguments.addAll(List.of("--by", query.by(), "--agg", query.agg()));
    if (!query.where().isEmpty()) {
      arguments.addAll(List.of("--where", query.where()));
    }

    Outcome outcome = RepartoProcess.reparto(arguments.toArray(String[]::new)).run();

    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    Map<List<String>, List<String>> ours = table(outcome.stdout(), query);
    Map<List<String>, List<String>> oracle =
        table(Files.readString(ORACLE.resolve(query.name() + ".csv")), query);
    assertThat(ours).containsOnlyKeys(oracle.keySet());
    oracle.forEach((key, expected) -> assertValues(query, key, ours.get(key), expected));
  }

  private static void assertValues(
      Query query, List<String> key, List<String> ours, List<String> expected) {
    for (int index = 0; index < expected.size(); index++) {
      String aggregate = query.aggregates().get(index);
      String where = key + " " + aggregate;
      if (expected.get(index).isEmpty()) {
        assertThat(ours.get(index)).as(where).isEmpty();
        continue;
      }
      double value = Double.parseDouble(expected.get(index));
      boolean exact = aggregate.matches("(count|min|max).*");
      assertThat(Double.parseDouble(ours.get(index)))
          .as(where)
          .isCloseTo(value, within(exact ? 0 : Math.abs(value) * RELATIVE_TOLERANCE));
    }
  }

  /** Aggregates by key; a null of either kind is an empty text. */
  private static Map<List<String>, List<String>> table(String csv, Query query) throws IOException {
    Map<List<String>, List<String>> rows = new TreeMap<>((a, b) -> a.toString().compareTo(b + ""));
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(csv)) {
      for (NamedCsvRecord record : records) {
        List<String> key = query.keys().stream().map(record::getField).toList();
        assertThat(rows).doesNotContainKey(key);
        rows.put(key, query.aggregates().stream().map(record::getField).toList());
      }
    }
    return rows;
  }
}
