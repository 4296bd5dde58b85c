package io.reparto.node.jobs.pi;

import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Parameter;
import io.reparto.protocol.job.Plan;
import java.util.List;
import java.util.Optional;

/** Monte Carlo π: the share of random points of a square that fall into its inscribed circle. */
public final class PiJob implements Job {

  @Override
  public String name() {
    return "pi";
  }

  @Override
  public String summary() {
    return "Monte Carlo estimate of pi with its standard error";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.required(
            "samples", "N", Parameter.Kind.ONE, "How many points to draw, such as 1e9."),
        Parameter.withDefault("seed", "S", "0", "Whole number that the random points follow from."),
        Parameter.withDefault(
            "kernel",
            "KIND",
            SamplerKind.SIMD.word(),
            "How a task computes: simd (vectors), scalar (one point at a time) or columns (an"
                + " array at a time)."));
  }

  @Override
  public Plan plan(JobSpec spec) {
    spec.requiredValue("samples");
    long samples = spec.wholeNumber("samples", 1, PiPlan.MAX_SAMPLES).orElseThrow();
    long seed = spec.wholeNumber("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0L);
    SamplerKind kind = spec.value("kernel").map(SamplerKind::ofWord).orElse(SamplerKind.SIMD);
    return new PiPlan(samples, seed, kind);
  }

  @Override
  public Optional<JobSpec> enlarged(JobSpec spec, int times) {
    return Optional.of(spec.multiplied("samples", times));
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(PiPlan.class, SamplerKind.class, PiCount.class);
  }
}
