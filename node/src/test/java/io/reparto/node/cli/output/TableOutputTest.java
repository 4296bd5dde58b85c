package io.reparto.node.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.TextColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TableOutputTest {

  private static String print(int maxRows, int width, boolean unicode, Column... columns)
      throws IOException {
    var out = new ByteArrayOutputStream();
    new TableOutput(maxRows, width, unicode).write(new JobResult(List.of(columns)), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void givenMixedColumns_whenPrinted_thenTextIsLeftAndNumbersRight() throws IOException {
    var nulls = new BitSet();
    nulls.set(1);

    String table =
        print(
            40,
            80,
            true,
            TextColumn.of("city", Arrays.asList("Oslo", "東京", null)),
            new LongColumn("n", new long[] {1, 0, 1000}, nulls),
            DoubleColumn.of("mean", 1.5, -0.25, 1e20));

    assertThat(table)
        .isEqualTo(
            """
            city │    n │   mean
            ─────┼──────┼───────
            Oslo │    1 │    1.5
            東京 │ null │  -0.25
            null │ 1000 │ 1.0E20
            (3 rows)
            """);
  }

  @Test
  void givenCellsWithoutMeaning_whenPrinted_thenTheyAreEmpty() throws IOException {
    var nulls = new BitSet();
    nulls.set(0);
    var out = new ByteArrayOutputStream();

    new TableOutput(0, 80, false)
        .leavingNullsEmpty()
        .write(
            new JobResult(
                List.of(
                    TextColumn.of("measure", Arrays.asList("wall", "rate")),
                    new LongColumn("share", new long[] {0, 7}, nulls))),
            out);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            measure | share
            --------+------
            wall    |\s\s\s\s\s\s
            rate    |     7
            (2 rows)
            """);
  }

  @Test
  void givenAMillionRows_whenPrinted_thenHeadAndTailAreShownAndTheFooterSaysSo()
      throws IOException {
    String table =
        print(5, 80, false, LongColumn.of("i", LongStream.range(0, 1_000_000).toArray()));

    assertThat(table)
        .isEqualTo(
            """
                 i
            ------
                 0
                 1
                 2
               ...
            999998
            999999
            (1000000 rows, 5 shown; for all: --max-rows 0 or --format csv)
            """);
  }

  @Test
  void givenNoLimit_whenPrinted_thenAllRowsAreShown() throws IOException {
    String table = print(0, 80, true, LongColumn.of("i", LongStream.range(0, 5000).toArray()));

    assertThat(table.lines()).hasSize(5003);
  }

  @Test
  void givenManyColumns_whenTheTerminalIsNarrow_thenTheMiddleIsLeftOut() throws IOException {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      columns.add(LongColumn.of("column" + i, i));
    }

    String table = print(40, 60, true, columns.toArray(new Column[0]));

    assertThat(table.lines().limit(3)).allMatch(line -> DisplayWidth.of(line) <= 60);
    assertThat(table)
        .startsWith("column0 │ ")
        .contains(" │ … │ ")
        .contains("column29\n")
        .contains("(1 row; 30 columns, 5 shown; for all: --format csv)");
  }

  @Test
  void givenTextThatWouldBreakTheTable_whenPrinted_thenItIsMadeVisibleAndShort()
      throws IOException {
    String table =
        print(40, 80, true, TextColumn.of("t", List.of("a\nb\tc\u001b[2J", "x".repeat(100))));

    assertThat(table).contains("a\\nb\\tc\\x1b[2J\n").contains("x".repeat(47) + "…\n");
  }
}
