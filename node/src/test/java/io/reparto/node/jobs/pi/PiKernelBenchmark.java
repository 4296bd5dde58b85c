package io.reparto.node.jobs.pi;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Samples a second of one thread by way of computing; {@code plain} is simd without vectors. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-exports=java.base/jdk.internal.module=ALL-UNNAMED"})
public class PiKernelBenchmark {
  private static final int SAMPLES = 1 << 17;

  @Param({"simd", "plain", "scalar", "columns"})
  String kind;

  private Sampler sampler;

  @Setup
  public void open() throws ReflectiveOperationException {
    sampler =
        switch (kind) {
          case "simd" -> new FixedLanes(VectorSupport.load());
          case "plain" -> new FixedLanes(new PlainLanes());
          default -> SamplerKind.ofWord(kind).open();
        };
    sampler.start(0, 0);
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public int samples() {
    return sampler.countInside(SAMPLES);
  }

  /** Lanes chosen here and not by {@link VectorSupport}. */
  private static final class FixedLanes implements Sampler {
    private final Lanes lanes;
    private final int[] state = new int[Lanes.STATE_WORDS];

    FixedLanes(Lanes lanes) {
      this.lanes = lanes;
    }

    @Override
    public void start(long jobSeed, int task) {
      LaneSampler.seed(state, SplitMix64.ofTask(jobSeed, task));
    }

    @Override
    public int countInside(int samples) {
      return lanes.countInside(state, samples / Lanes.COUNT);
    }
  }
}
