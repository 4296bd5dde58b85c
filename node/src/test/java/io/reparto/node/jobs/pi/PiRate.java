package io.reparto.node.jobs.pi;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Times the kernels of {@code pi} alone, without actors: arguments KIND SAMPLES THREADS, prints
 * samples, threads, wall seconds, CPU seconds of those threads, pi as {@code
 * experiments/pi/baseline.c} does. Warms up first.
 */
public final class PiRate {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long SLICE_NANOS = 10_000_000;

  private PiRate() {}

  public static void main(String[] arguments) throws Exception {
    Plan plan = plan(arguments[0], arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    if (arguments[0].equals("simd")) {
      VectorSupport.warmUp();
      Lanes plain = VectorSupport.fastest();
      long started = System.nanoTime();
      while (VectorSupport.fastest() == plain
          && System.nanoTime() - started < TimeUnit.SECONDS.toNanos(121)) {
        draw(plan("simd", "1e7"), threads, pool);
      }
    }
    draw(plan(arguments[0], "5e7"), threads, pool);

    long started = System.nanoTime();
    Drawn drawn = draw(plan, threads, pool);
    double wallSeconds = (System.nanoTime() - started) / 1e9;
    pool.shutdown();

    System.out.printf(
        Locale.ROOT,
        "%d,%d,%.6f,%.6f,%.9f%n",
        drawn.count().samples(),
        threads,
        wallSeconds,
        drawn.cpuNanos() / 1e9,
        drawn.count().pi());
  }

  private static Plan plan(String kind, String samples) {
    return new PiJob()
        .plan(new JobSpec("pi", Map.of("samples", List.of(samples), "kernel", List.of(kind))));
  }

  private static Drawn draw(Plan plan, int threads, ExecutorService pool) throws Exception {
    var nextTask = new AtomicInteger();
    List<Future<Drawn>> slots =
        IntStream.range(0, threads)
            .mapToObj(slot -> pool.submit(() -> run(plan, nextTask)))
            .toList();
    var all = new Drawn(PiCount.NONE, 0);
    for (Future<Drawn> slot : slots) {
      all = all.plus(slot.get());
    }
    return all;
  }

  private static Drawn run(Plan plan, AtomicInteger nextTask) throws Exception {
    long startedNanos = THREADS.getCurrentThreadCpuTime();
    PartialAggregate merged = plan.identity();
    try (Kernel kernel = plan.openKernel()) {
      for (int task = nextTask.getAndIncrement();
          task < plan.taskCount();
          task = nextTask.getAndIncrement()) {
        kernel.begin(plan.partition(task));
        Step step;
        do {
          step = kernel.run(Slice.ofNanos(SLICE_NANOS));
        } while (step != Step.DONE);
        merged = merged.merge(kernel.finish());
      }
    }
    return new Drawn((PiCount) merged, THREADS.getCurrentThreadCpuTime() - startedNanos);
  }

  private record Drawn(PiCount count, long cpuNanos) {
    Drawn plus(Drawn other) {
      return new Drawn((PiCount) count.merge(other.count), cpuNanos + other.cpuNanos);
    }
  }
}
