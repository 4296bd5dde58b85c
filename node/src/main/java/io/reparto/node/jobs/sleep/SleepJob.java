package io.reparto.node.jobs.sleep;

import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Parameter;
import io.reparto.protocol.job.Plan;
import java.util.List;
import java.util.Optional;

/**
 * Tasks that only wait, holding no thread, or do nothing: for seeing task parallelism and for
 * measuring what the runtime itself costs.
 */
public final class SleepJob implements Job {
  private static final long MAX_SECONDS = 86_400;

  @Override
  public String name() {
    return "sleep";
  }

  @Override
  public String summary() {
    return "Tasks that only wait, or do nothing: shows task parallelism and overhead";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.required("tasks", "N", Parameter.Kind.ONE, "How many tasks, such as 3 or 1e6."),
        Parameter.optional(
            "millis",
            "M",
            Parameter.Kind.ONE,
            "How long each task waits, in milliseconds (default 0: it does nothing)."),
        Parameter.optional(
            "seconds",
            "S",
            Parameter.Kind.ONE,
            "How long each task waits, in seconds; instead of --millis."));
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidJobException also if both {@code millis} and {@code seconds} are given
   */
  @Override
  public Plan plan(JobSpec spec) {
    spec.requiredValue("tasks");
    long tasks = spec.wholeNumber("tasks", 0, Plan.MAX_TASKS).orElseThrow();
    if (spec.has("millis") && spec.has("seconds")) {
      throw new InvalidJobException(
          "--millis and --seconds exclude each other, give one of them: millis="
              + spec.values("millis")
              + ", seconds="
              + spec.values("seconds"));
    }
    long millis =
        spec.has("seconds")
            ? 1000 * spec.wholeNumber("seconds", 0, MAX_SECONDS).orElseThrow()
            : spec.wholeNumber("millis", 0, 1000 * MAX_SECONDS).orElse(0L);
    return new SleepPlan((int) tasks, millis);
  }

  @Override
  public Optional<JobSpec> enlarged(JobSpec spec, int times) {
    return Optional.of(spec.multiplied("tasks", times));
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(SleepPlan.class, TaskCount.class);
  }
}
