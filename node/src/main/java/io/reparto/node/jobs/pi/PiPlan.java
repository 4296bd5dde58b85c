package io.reparto.node.jobs.pi;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/**
 * Samples split evenly into the fewest tasks of at most {@link #TASK_SAMPLES} each: task sizes
 * differ by one at most, the larger ones first.
 *
 * @param samples of the whole job, 1 to {@link #MAX_SAMPLES}
 * @param kind how every task computes; fixed here, for results differ between kinds
 */
record PiPlan(long samples, long seed, SamplerKind kind) implements Plan {

  /** Most samples of one task: 2.5 ms of vector code, 20 ms of scalar code on a core of 2023. */
  static final long TASK_SAMPLES = 1 << 23;

  /** Most samples of a job: as many as {@link Plan#MAX_TASKS} full tasks hold, 2^53. */
  static final long MAX_SAMPLES = TASK_SAMPLES * MAX_TASKS;

  /** Fewer samples than this are done before vector code is warm. */
  private static final long WORTH_WARMING_UP = 100_000_000;

  @Override
  public int taskCount() {
    return (int) ((samples + TASK_SAMPLES - 1) / TASK_SAMPLES);
  }

  @Override
  public Partition partition(int task) {
    long each = samples / taskCount();
    long largerTasks = samples % taskCount();
    long first = task * each + Math.min(task, largerTasks);
    return new PiRange(task, first, task < largerTasks ? each + 1 : each);
  }

  @Override
  public Work total() {
    return new Work(samples, 0);
  }

  @Override
  public String unit() {
    return "samples";
  }

  @Override
  public Kernel openKernel() {
    if (kind == SamplerKind.SIMD && samples >= WORTH_WARMING_UP) {
      VectorSupport.warmUp();
    }
    return new PiKernel(seed, kind.open());
  }

  @Override
  public PartialAggregate identity() {
    return PiCount.NONE;
  }

  @Override
  public String preview(List<PartialAggregate> partials) {
    PartialAggregate soFar = PiCount.NONE;
    for (PartialAggregate partial : partials) {
      soFar = soFar.merge(partial);
    }
    var count = (PiCount) soFar;
    if (count.samples() == 0) {
      return "";
    }
    double error = count.standardError();
    int decimals = Math.max(1, (int) Math.ceil(-Math.log10(error)));
    return String.format(
        Locale.ROOT, "pi %." + decimals + "f ± %." + decimals + "f", count.pi(), error);
  }

  @Override
  public JobResult finish(PartialAggregate root) {
    var count = (PiCount) root;
    return new JobResult(
        List.of(
            DoubleColumn.of("pi", count.pi()),
            DoubleColumn.of("standard_error", count.standardError()),
            DoubleColumn.of("error", count.pi() - Math.PI),
            LongColumn.of("inside", count.inside()),
            LongColumn.of("samples", count.samples())));
  }

  @Override
  public List<String> remarks(PartialAggregate root) {
    var count = (PiCount) root;
    if (count.withoutVectors() == 0) {
      return List.of();
    }
    return List.of(
        "the Vector API is missing, plain loops computed the same answer more slowly: samples="
            + count.withoutVectors()
            + " of "
            + count.samples());
  }

  @Override
  public List<Operator> operators() {
    var drawing = new LinkedHashMap<String, String>();
    drawing.put("kernel", kind.word());
    drawing.put("generator", kind.generator());
    drawing.put("seed", Long.toString(seed));
    return List.of(
        new Operator("draw points", drawing),
        new Operator("count inside", new LinkedHashMap<>()),
        new Operator("estimate pi", new LinkedHashMap<>()));
  }
}
