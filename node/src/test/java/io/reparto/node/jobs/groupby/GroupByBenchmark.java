package io.reparto.node.jobs.groupby;

import io.reparto.node.input.FieldSpans;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The stages of the kernel after parsing, in nanoseconds a row; merging in nanoseconds a group. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GroupByBenchmark {
  private static final GroupLayout LAYOUT =
      new GroupLayout(
          List.of(
              AccumulatorKind.COUNT,
              AccumulatorKind.DOUBLE_SUM,
              AccumulatorKind.MINIMUM,
              AccumulatorKind.MAXIMUM));
  private static final int BLOCKS = 64;
  private static final int ROWS = KeyBlock.CAPACITY;

  @Param({"413", "10000", "1000000"})
  public int groups;

  private final KeyBlock keys = new KeyBlock();
  private final int[] offsets = new int[ROWS];
  private final double[] values = new double[ROWS];
  private final long[] ordered = new long[ROWS];
  private byte[] bytes = new byte[0];
  private FieldSpans[] spans = new FieldSpans[0];
  private GroupTable table = new GroupTable(LAYOUT);
  private int block;

  @Setup
  public void fill() {
    var random = new SplittableRandom(7);
    var text = new StringBuilder();
    spans = new FieldSpans[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      spans[i] = new FieldSpans(ROWS);
      for (int row = 0; row < ROWS; row++) {
        int start = text.length();
        text.append("station").append(random.nextInt(groups));
        spans[i].put(row, start, text.length());
        values[row] = Math.rint(random.nextDouble(-100, 400)) / 10;
      }
    }
    bytes = text.append("followed").toString().getBytes(StandardCharsets.ISO_8859_1);
    table = full(groups);
  }

  /** A table of the stations 0 to count - 1. */
  private GroupTable full(int count) {
    var filled = new GroupTable(LAYOUT);
    for (int first = 0; first < count; first += ROWS) {
      var text = new StringBuilder();
      var stations = new FieldSpans(ROWS);
      int rows = Math.min(ROWS, count - first);
      for (int row = 0; row < rows; row++) {
        int start = text.length();
        text.append("station").append(first + row);
        stations.put(row, start, text.length());
      }
      keys.load(
          text.append("followed").toString().getBytes(StandardCharsets.ISO_8859_1), stations, rows);
      filled.locate(keys, rows, offsets);
    }
    return filled;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public KeyBlock loadKeys() {
    block = (block + 1) % BLOCKS;
    keys.load(bytes, spans[block], ROWS);
    return keys;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public int[] loadAndLocate() {
    loadKeys();
    table.locate(keys, ROWS, offsets);
    return offsets;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public GroupTable loadLocateAndAccumulate() {
    loadAndLocate();
    Accumulators.count(table.cells(), LAYOUT.position(0), offsets, ROWS);
    Accumulators.sumDoubles(table.cells(), LAYOUT.position(1), offsets, values, ROWS);
    OrderedBits.of(values, ROWS, ordered);
    Accumulators.minimum(table.cells(), LAYOUT.position(2), offsets, ordered, ROWS);
    Accumulators.maximum(table.cells(), LAYOUT.position(3), offsets, ordered, ROWS);
    return table;
  }

  /** Two tables with the same groups. */
  @State(Scope.Thread)
  public static class Pair {
    private GroupTable left = new GroupTable(LAYOUT);
    private GroupTable right = left;

    @Setup(Level.Invocation)
    public void fill(GroupByBenchmark benchmark) {
      left = benchmark.full(benchmark.groups);
      right = benchmark.full(benchmark.groups);
    }
  }

  /** Divide by the number of groups. */
  @Benchmark
  public GroupTable merge(Pair pair) {
    return GroupTable.merge(pair.left, pair.right, keys);
  }
}
