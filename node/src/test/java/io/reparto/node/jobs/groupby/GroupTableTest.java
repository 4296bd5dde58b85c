package io.reparto.node.jobs.groupby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.node.input.FieldSpans;
import io.reparto.node.input.FieldType;
import io.reparto.protocol.job.TextColumn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupTableTest {
  private static final GroupLayout COUNT = new GroupLayout(List.of(AccumulatorKind.COUNT));

  private final KeyBlock keys = new KeyBlock();

  /** Counts each key once more. */
  private void count(GroupTable table, List<String> texts) {
    for (int first = 0; first < texts.size(); first += KeyBlock.CAPACITY) {
      List<String> block = texts.subList(first, Math.min(texts.size(), first + KeyBlock.CAPACITY));
      var out = new ByteArrayOutputStream();
      var spans = new FieldSpans(block.size());
      for (int i = 0; i < block.size(); i++) {
        int start = out.size();
        out.writeBytes(block.get(i).getBytes(StandardCharsets.UTF_8));
        spans.put(i, start, out.size());
      }
      out.writeBytes("followed".getBytes(StandardCharsets.UTF_8));
      byte[] bytes = out.toByteArray();
      keys.load(bytes, spans, block.size());
      var offsets = new int[block.size()];
      table.locate(keys, block.size(), offsets);
      Accumulators.count(table.cells(), COUNT.position(0), offsets, block.size());
    }
  }

  private static Map<String, Long> counts(GroupTable table) {
    var column = new KeyColumn("key", FieldType.TEXT, table.groups());
    new KeyDecoder(table, List.of(column)).decode();
    int[] order = GroupOrder.of(List.of(column), table.groups());
    var texts = (TextColumn) column.toColumn(order);
    var counts = new HashMap<String, Long>();
    for (int row = 0; row < order.length; row++) {
      long count = table.cells()[order[row] * COUNT.stride() + COUNT.position(0)];
      counts.put(texts.isNull(row) ? null : texts.value(row), count);
    }
    return counts;
  }

  @Test
  void givenKeysThatDifferOnlyInTrailingZeros_whenCounted_thenTheyAreApart() {
    var table = new GroupTable(COUNT);

    count(table, List.of("a", "a\0", "a\0\0", "a", "", "\0", "12345678", "12345678\0"));

    assertThat(counts(table))
        .containsEntry("a", 2L)
        .containsEntry("a\0", 1L)
        .containsEntry("a\0\0", 1L)
        .containsEntry(null, 1L)
        .containsEntry("\0", 1L)
        .containsEntry("12345678", 1L)
        .containsEntry("12345678\0", 1L);
  }

  @Test
  void givenKeysOfEveryLength_whenCounted_thenEachIsFoundAgain() {
    var texts = new ArrayList<String>();
    for (int length = 1; length < 70; length++) {
      texts.add("x".repeat(length));
      texts.add("x".repeat(length - 1) + "y");
      texts.add("y" + "x".repeat(length));
    }
    var table = new GroupTable(COUNT, 0);

    count(table, texts);
    count(table, texts);

    assertThat(counts(table)).hasSize((int) texts.stream().distinct().count());
    assertThat(counts(table).values()).allMatch(count -> count % 2 == 0);
  }

  @Test
  void givenTakenTable_whenTheFirstIsUsedAgain_thenNeitherSeesTheOther() {
    for (int groups : new int[] {10, 40_000}) {
      List<String> first = numbered("first key number ", groups);
      var table = new GroupTable(COUNT);
      count(table, first);

      GroupTable taken = table.take();
      count(table, List.of("b", "b"));

      assertThat(counts(taken)).hasSize(groups).containsEntry("first key number 7", 1L);
      assertThat(counts(table)).containsExactly(Map.entry("b", 2L));
      assertThat(taken.sizeBytes()).isGreaterThan(table.sizeBytes());
    }
  }

  @Test
  void givenTakenTable_whenTheNextStartsWithTheSameKeyOrNull_thenItIsNotTakenForThere() {
    for (String key : List.of("a", "")) {
      var table = new GroupTable(COUNT);
      count(table, List.of(key));
      table.take();

      count(table, List.of(key, key));

      assertThat(table.groups()).isEqualTo(1);
      assertThat(counts(table).values()).containsExactly(2L);
    }
  }

  @Test
  void givenTwoTables_whenMerged_thenCountsAddUpWhicheverIsLarger() {
    for (int[] sizes : new int[][] {{5000, 20}, {20, 5000}, {3000, 3000}, {0, 9}, {9, 0}}) {
      var left = new GroupTable(COUNT);
      var right = new GroupTable(COUNT);
      count(left, numbered("k", sizes[0]));
      count(right, numbered("k", sizes[1]));

      GroupTable merged = GroupTable.merge(left, right, keys);

      assertThat(counts(merged)).hasSize(Math.max(sizes[0], sizes[1]));
      assertThat(counts(merged).values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(sizes[0] + sizes[1]);
    }
  }

  @Test
  void givenTablesOfDifferentQueries_whenMerged_thenTheyAreRefused() {
    var other = new GroupTable(new GroupLayout(List.of(AccumulatorKind.MINIMUM)));

    assertThatThrownBy(() -> GroupTable.merge(new GroupTable(COUNT), other, keys))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MINIMUM");
  }

  @Test
  void givenAMillionKeys_whenCountedTwice_thenEachCountsTwo() {
    List<String> texts = numbered("station ", 1_000_000);
    var left = new GroupTable(COUNT);
    var right = new GroupTable(COUNT);
    count(left, texts);
    count(right, texts.subList(1, texts.size()));

    GroupTable merged = GroupTable.merge(left, right, keys);

    assertThat(merged.groups()).isEqualTo(1_000_000);
    long[] byCount = new long[3];
    for (int group = 0; group < merged.groups(); group++) {
      byCount[(int) merged.cells()[group * COUNT.stride() + COUNT.position(0)]]++;
    }
    assertThat(byCount).containsExactly(0, 1, 999_999);
  }

  private static List<String> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
