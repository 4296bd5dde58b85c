package io.reparto.node.lab.timing;

import io.reparto.node.lab.Machine;
import io.reparto.node.lab.MeasuredRun;
import io.reparto.node.lab.Sample;
import io.reparto.protocol.job.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/**
 * A timing and what one should know to read it.
 *
 * @param slots of the process that ran it; empty if that was a cluster
 * @param machine of this process
 */
public record TimingReport(JobSpec spec, Timing timing, OptionalInt slots, Machine machine) {
  private static final double RESTLESS = 0.1;
  private static final double SHORT_SECONDS = 0.02;
  private static final double ON_CORE = 0.8;
  private static final double LITTLE_NANOS = 1e8;

  /** In lines for people. */
  public List<String> remarks() {
    var remarks = new ArrayList<String>();
    var wall = new Sample(timing.runs().stream().map(run -> run.wallSeconds()).toList());
    if (wall.deviation() > RESTLESS * wall.mean()) {
      remarks.add(
          "the runs differ by more than a tenth: read median and min, give other programs less or"
              + " --repeats more");
    }
    if (wall.median() < SHORT_SECONDS) {
      remarks.add("a run is so short that it is mostly the job's beginning and its end");
    }
    double compute = mean(run -> run.summary().costs().sum().computeNanos());
    double cpu = mean(run -> run.summary().costs().sum().cpuNanos());
    if (cpu > 0 && cpu < ON_CORE * compute && compute > LITTLE_NANOS) {
      remarks.add(
          "tasks had a core for "
              + Math.round(100 * cpu / compute)
              + " % of their time: else they waited, for a time, for input, or for a core that"
              + " others had");
    }
    if (slots.isPresent() && slots.getAsInt() > machine.cores()) {
      remarks.add(
          "there are more slots than cores ("
              + slots.getAsInt()
              + ", "
              + machine.cores()
              + "): \"slots: compute\" includes waiting for a core, \"cpu: slots\" does not");
    }
    return List.copyOf(remarks);
  }

  private double mean(ToDoubleFunction<MeasuredRun> value) {
    return timing.runs().stream().mapToDouble(value).average().orElseThrow();
  }
}
