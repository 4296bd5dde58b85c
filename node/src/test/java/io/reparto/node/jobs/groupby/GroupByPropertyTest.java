package io.reparto.node.jobs.groupby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reparto.protocol.aggregate.MergeTree;
import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Columns 0 and 1 hold text, 2 whole numbers, 3 doubles; any of them may be null. */
class GroupByPropertyTest {
  private static final List<String> NAMES = List.of("t0", "t1", "n2", "x3");
  private static final String TYPES = "t0=string,t1=string,n2=long,x3=double";
  private static final List<String> CALLS =
      List.of(
          "count", "count:1", "count:2", "count:3", "sum:2", "sum:3", "mean:2", "mean:3", "min:2",
          "min:3", "max:2", "max:3", "var:2", "var:3", "std:3");

  @Property(tries = 300)
  void givenAnyTable_whenGrouped_thenItEqualsTheNaiveReference(
      @ForAll("tables") List<List<Object>> rows,
      @ForAll("keys") List<Integer> keys,
      @ForAll @IntRange(min = 1, max = 300) int partitionBytes) {
    try (var file = new CsvFile(csv(rows))) {
      Plan plan = plan(file, keys, partitionBytes);
      JobResult result = plan.finish(LocalRun.root(plan, 1, 1));

      assertAlike(CsvFile.table(result), NaiveGroupBy.run(rows, keys, CALLS));
    }
  }

  @Property(tries = 100)
  void givenAnyGroupingOfLeaves_whenMergedAlongTheTree_thenTheDigestIsTheSame(
      @ForAll("tables") List<List<Object>> rows,
      @ForAll("keys") List<Integer> keys,
      @ForAll @IntRange(min = 1, max = 100) int partitionBytes,
      @ForAll long seed)
      throws Exception {
    try (var file = new CsvFile(csv(rows))) {
      Plan plan = plan(file, keys, partitionBytes);
      if (plan.taskCount() == 0) {
        return;
      }
      String expected = plan.finish(LocalRun.root(plan, 1, plan.taskCount())).digest();
      var random = new Random(seed);

      assertThat(plan.finish(shuffled(plan, random)).digest()).isEqualTo(expected);
      assertThat(plan.finish(LocalRun.root(plan, 3, 1 + random.nextInt(8))).digest())
          .isEqualTo(expected);
    }
  }

  /** Leaves in random order, some of them merged by holders of their own first. */
  private static PartialAggregate shuffled(Plan plan, Random random) throws Exception {
    List<PartialAggregate> leaves = LocalRun.leaves(plan);
    var order = new ArrayList<Integer>();
    for (int task = 0; task < leaves.size(); task++) {
      order.add(task);
    }
    Collections.shuffle(order, random);
    var holders = new ArrayList<MergeTree>();
    for (int i = 0; i < 3; i++) {
      holders.add(new MergeTree(plan.taskCount()));
    }
    for (int task : order) {
      holders.get(random.nextInt(3)).add(TaskRun.leaf(task), leaves.get(task));
    }
    var root = new MergeTree(plan.taskCount());
    for (MergeTree holder : holders) {
      holder.drain().forEach(subtree -> root.add(subtree.run(), subtree.partial()));
    }
    return root.root().orElseThrow();
  }

  @Property(tries = 100)
  void givenIdentity_whenMergedOnEitherSide_thenNothingChanges(
      @ForAll("tables") List<List<Object>> rows, @ForAll("keys") List<Integer> keys) {
    try (var file = new CsvFile(csv(rows))) {
      Plan plan = plan(file, keys, 1 << 20);
      String expected = plan.finish(LocalRun.root(plan, 1, 1)).digest();

      PartialAggregate identityLeft = plan.identity().merge(LocalRun.root(plan, 1, 1));
      PartialAggregate identityRight = LocalRun.root(plan, 1, 1).merge(plan.identity());

      assertThat(plan.finish(identityLeft).digest()).isEqualTo(expected);
      assertThat(plan.finish(identityRight).digest()).isEqualTo(expected);
    }
  }

  private static Plan plan(CsvFile file, List<Integer> keys, int partitionBytes) {
    String by = keys.stream().map(key -> NAMES.get(key)).collect(Collectors.joining(","));
    String agg =
        CALLS.stream()
            .map(call -> call.matches(".*\\d") ? named(call) : call)
            .collect(Collectors.joining(","));
    return file.plan(
        by, agg, "types", TYPES, "delimiter", ",", "partition-size", "" + partitionBytes);
  }

  private static String named(String call) {
    int last = call.length() - 1;
    return call.substring(0, last) + NAMES.get(call.charAt(last) - '0');
  }

  private static String csv(List<List<Object>> rows) {
    var text = new StringBuilder(String.join(",", NAMES)).append('\n');
    for (List<Object> row : rows) {
      text.append(row.stream().map(GroupByPropertyTest::field).collect(Collectors.joining(",")));
      text.append('\n');
    }
    return text.toString();
  }

  private static String field(Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    return text.matches("(?s).*[\",].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static void assertAlike(List<List<Object>> actual, List<List<Object>> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int row = 0; row < expected.size(); row++) {
      for (int column = 0; column < expected.get(row).size(); column++) {
        Object wanted = expected.get(row).get(column);
        Object found = actual.get(row).get(column);
        String what = "row " + row + " column " + column;
        boolean exact = !(wanted instanceof Double number) || number.isNaN() || number.isInfinite();
        if (exact) {
          assertThat(found).as(what).isEqualTo(wanted);
        } else {
          assertThat((Double) found)
              .as(what)
              .isCloseTo((Double) wanted, within(1e-12 * (1e3 + Math.abs((Double) wanted))));
        }
      }
    }
  }

  @Provide
  Arbitrary<List<List<Object>>> tables() {
    Arbitrary<Object> texts =
        Arbitraries.oneOf(
                Arbitraries.of(
                    "a", "b", "Oslo", "Åre", "12345678", "123456789", "1234567890123456"),
                Arbitraries.of(
                    "12345678901234567", "x\u0000", "x", "x\u0000\u0000", "日本", "😀", "\uFFFD"),
                Arbitraries.of(
                    "with,comma", "with \"quote\"", "y".repeat(200), "y".repeat(199) + "z"),
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20))
            .injectNull(0.1)
            .map(value -> value);
    Arbitrary<Object> wholes =
        Arbitraries.oneOf(
                Arbitraries.longs().between(-3, 3),
                Arbitraries.longs().between(-1L << 52, 1L << 52),
                Arbitraries.of(127L, 128L, -128L, -129L, 1L << 40))
            .injectNull(0.1)
            .map(value -> value);
    Arbitrary<Object> doubles =
        Arbitraries.oneOf(
                Arbitraries.doubles().between(-100, 100).ofScale(1),
                Arbitraries.of(0.0, -0.0, 1e-3, 12345.678),
                Arbitraries.frequency(
                    net.jqwik.api.Tuple.of(20, 1.5), net.jqwik.api.Tuple.of(1, Double.NaN)))
            .injectNull(0.1)
            .map(value -> value);
    return Combinators.combine(texts, texts, wholes, doubles)
        .as((a, b, c, d) -> Arrays.asList(a, b, c, d))
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<List<Integer>> keys() {
    return Arbitraries.of(
        List.of(),
        List.of(0),
        List.of(2),
        List.of(3),
        List.of(0, 1),
        List.of(2, 0),
        List.of(3, 2),
        List.of(1, 2, 3, 0));
  }
}
