package io.reparto.node.jobs.groupby;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.input.FieldType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class GroupOrderTest {

  /** A key of two columns, of a text of bytes by their Latin-1 characters; null is a null. */
  record Key(String text, Long number) {}

  private static final Comparator<Key> NAIVE =
      Comparator.comparing(Key::text, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Key::number, Comparator.nullsLast(Comparator.naturalOrder()));

  @Property(tries = 300)
  void givenKeys_whenSorted_thenAsByAComparator(@ForAll("keys") List<Key> keys) {
    int[] order = GroupOrder.of(columns(keys), keys.size());

    assertThat(IntStream.of(order).sorted().toArray()).isEqualTo(numbers(keys));
    for (int i = 1; i < order.length; i++) {
      assertThat(NAIVE.compare(keys.get(order[i - 1]), keys.get(order[i]))).isNotPositive();
    }
  }

  @Provide
  Arbitrary<List<Key>> keys() {
    Arbitrary<String> tails = Arbitraries.strings().withChars('\0', 'a', '\u00ff').ofMaxLength(18);
    Arbitrary<String> prefixes = Arbitraries.of("", "station ", "station A", "12345678901234567");
    Arbitrary<String> texts =
        Combinators.combine(prefixes, tails)
            .as(String::concat)
            .filter(text -> !text.isEmpty()) // which is a null
            .injectNull(0.1);
    Arbitrary<Long> numbers =
        Arbitraries.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE).injectNull(0.2);
    return Combinators.combine(texts, numbers).as(Key::new).list().ofMaxSize(200);
  }

  @Test
  void givenTextsWithALongCommonPart_whenSorted_thenTheirEndsDecide() {
    String common = "x".repeat(1 << 20);
    var keys = new ArrayList<Key>();
    for (String end : List.of("c", "", "a", "b", "ab")) {
      keys.add(new Key(common + end, 0L));
    }

    assertThat(GroupOrder.of(columns(keys), keys.size())).containsExactly(1, 2, 4, 3, 0);
  }

  @Test
  void givenTextsThatBeginEachOther_whenSorted_thenAFewCallsAreEnough() throws Exception {
    var keys = new ArrayList<Key>();
    for (int length = 1; length <= 2_000; length++) {
      keys.add(new Key("x".repeat(8 * length), 0L));
    }
    List<KeyColumn> columns = columns(keys);
    var order = new FutureTask<>(() -> GroupOrder.of(columns, keys.size()));

    var thread = new Thread(null, order, "little-stack", 256 << 10);
    thread.start();

    assertThat(order.get()).containsExactly(numbers(keys));
  }

  @Test
  void givenTiesWithNulls_whenSorted_thenTheNullsAreLast() {
    String high = "\u00ff".repeat(8);
    var keys =
        List.of(
            new Key(null, 1L),
            new Key(high + high, null),
            new Key(high + high, Long.MAX_VALUE),
            new Key(high, 0L),
            new Key("a\0", 0L),
            new Key("a", 0L),
            new Key("a" + "\0".repeat(9), 0L));

    assertThat(GroupOrder.of(columns(keys), keys.size())).containsExactly(5, 4, 6, 3, 2, 1, 0);
  }

  @Test
  void givenDoubles_whenSorted_thenNaNComesAfterInfinityAndNullsLast() {
    double[] values = {Double.NaN, 1, Double.POSITIVE_INFINITY, -0.0, Double.NEGATIVE_INFINITY};
    var column = new KeyColumn("double", FieldType.DOUBLE, values.length + 1);
    column.putNull(0);
    for (int i = 0; i < values.length; i++) {
      column.putNumber(i + 1, Double.doubleToLongBits(values[i]));
    }

    assertThat(GroupOrder.of(List.of(column), values.length + 1)).containsExactly(5, 4, 2, 3, 1, 0);
  }

  @Test
  void givenNoGroups_whenSorted_thenNothingIsThere() {
    assertThat(GroupOrder.of(columns(List.of()), 0)).isEmpty();
  }

  private static int[] numbers(List<Key> keys) {
    return IntStream.range(0, keys.size()).toArray();
  }

  private static List<KeyColumn> columns(List<Key> keys) {
    var texts = new KeyColumn("text", FieldType.TEXT, keys.size());
    var numbers = new KeyColumn("number", FieldType.LONG, keys.size());
    for (int group = 0; group < keys.size(); group++) {
      String text = keys.get(group).text();
      if (text == null) {
        texts.putNull(group);
      } else {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        texts.putText(group, bytes, 0, bytes.length);
      }
      Long number = keys.get(group).number();
      if (number == null) {
        numbers.putNull(group);
      } else {
        numbers.putNumber(group, number);
      }
    }
    return List.of(texts, numbers);
  }
}
