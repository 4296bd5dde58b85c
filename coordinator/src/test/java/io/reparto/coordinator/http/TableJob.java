package io.reparto.coordinator.http;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Parameter;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.TextColumn;
import io.reparto.protocol.job.Work;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Has no tasks, hence ends without workers; its result is a table of odd values or of many rows.
 */
final class TableJob implements Job {

  /** Nulls, the limits of numbers, and what CSV and JSON have to quote. */
  static JobResult odd() {
    var nulls = new BitSet();
    nulls.set(0);
    return new JobResult(
        List.of(
            new LongColumn("n", new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1, 2}, nulls),
            new DoubleColumn(
                "x, \"y\"",
                new double[] {
                  0,
                  -0.0,
                  0.1 + 0.2,
                  Double.NaN,
                  Double.POSITIVE_INFINITY,
                  Double.NEGATIVE_INFINITY,
                  Double.MIN_VALUE
                },
                nulls),
            TextColumn.of(
                "größe",
                Arrays.asList(null, "", "a,b", "\"quoted\"", "two\nlines", "\u0000\t€", "😀"))));
  }

  static JobResult many(int rows) {
    var longs = new long[rows];
    var doubles = new double[rows];
    for (int row = 0; row < rows; row++) {
      longs[row] = row;
      doubles[row] = Math.sqrt(row);
    }
    return new JobResult(List.of(LongColumn.of("row", longs), DoubleColumn.of("root", doubles)));
  }

  @Override
  public String name() {
    return "table";
  }

  @Override
  public String summary() {
    return "a table";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.withDefault("rows", "N", "0", "How many; 0 for the odd ones."),
        Parameter.optional("names", "NAME", Parameter.Kind.LIST, "Not used."),
        Parameter.flag("fast", "Not used."));
  }

  @Override
  public Plan plan(JobSpec spec) {
    return new TablePlan(spec.wholeNumber("rows", 0, 10_000_000).orElseThrow().intValue());
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(TablePlan.class, Nothing.class);
  }

  record Nothing() implements PartialAggregate {
    @Override
    public PartialAggregate merge(PartialAggregate right) {
      return this;
    }

    @Override
    public long sizeBytes() {
      return 0;
    }
  }

  record TablePlan(int rows) implements Plan {
    @Override
    public int taskCount() {
      return 0;
    }

    @Override
    public Partition partition(int task) {
      throw new AssertionError("it has no tasks");
    }

    @Override
    public Work total() {
      return new Work(rows, Work.UNKNOWN);
    }

    @Override
    public String unit() {
      return "rows";
    }

    @Override
    public Kernel openKernel() {
      throw new AssertionError("it has no tasks");
    }

    @Override
    public PartialAggregate identity() {
      return new Nothing();
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      return "";
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      return rows == 0 ? odd() : many(rows);
    }

    @Override
    public List<Operator> operators() {
      return List.of();
    }
  }
}
