package io.reparto.node.cluster.simulation;

import io.reparto.node.cluster.simulation.SimulatedCoordinator.Part;
import io.reparto.protocol.message.LedgerCounts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a simulation.
 *
 * @param succeeded false if real time was up before
 * @param counts as the client heard last
 * @param idealNanos all work shared evenly by all slots, each at its speed
 * @param longestNanos the longest task, on a worker of full speed
 * @param virtualNanos from the job's submission to its end
 * @param coordinator as it was at the end
 * @param heldBytes memory of the coordinator
 * @param tookNanos real time
 */
record Outcome(
    Scale scale,
    boolean succeeded,
    LedgerCounts counts,
    double idealNanos,
    long longestNanos,
    long virtualNanos,
    SimulatedCoordinator coordinator,
    long heldBytes,
    long tookNanos) {
  private static final double SECOND = 1e9;

  /**
   * How much of the time is explained by a greedy schedule that costs nothing: one has an end after
   * the ideal and the longest task at the latest (Graham, "Bounds for certain multiprocessing
   * anomalies", 1966). Above 1, the rest is the runtime's.
   */
  double timesBound() {
    return virtualNanos / (idealNanos + longestNanos);
  }

  /** A column's name to its value. */
  Map<String, String> row() {
    var row = new LinkedHashMap<String, String>();
    int done = Math.max(1, counts.committed());
    Traffic traffic = coordinator.traffic;
    row.put("slots", Integer.toString(scale.slots()));
    row.put("workers", Integer.toString(scale.workers()));
    row.put("tasks", Integer.toString(scale.tasks()));
    row.put("task_ms", number(scale.meanTaskNanos() / 1e6));
    row.put("spread", number(scale.spread()));
    row.put("slow_workers", number(scale.slowWorkers()));
    row.put("failing_tasks", number(scale.failingTasks()));
    row.put("dying_workers", number(scale.dyingWorkers()));
    row.put("coordinator_time", scale.takesTime() ? "real" : "none");
    row.put("end", succeeded ? "succeeded" : "cut off");
    row.put("committed", Integer.toString(counts.committed()));
    row.put("ideal_s", number(idealNanos / SECOND));
    row.put("longest_task_s", number(longestNanos / SECOND));
    row.put("virtual_s", number(virtualNanos / SECOND));
    row.put("times_ideal", succeeded ? number(virtualNanos / idealNanos) : "");
    row.put("times_bound", succeeded ? number(timesBound()) : "");
    row.put("cpu_s", number(coordinator.nanos() / SECOND));
    row.put("us_per_task", number(coordinator.nanos() / 1e3 / done));
    row.put("busy", number((double) coordinator.nanos() / virtualNanos));
    for (Part part : Part.values()) {
      row.put(
          "cpu_" + part.name().toLowerCase(Locale.ROOT) + "_s",
          number(coordinator.nanos(part) / SECOND));
    }
    row.put("longest_wait_ms", number(coordinator.longestWaitNanos() / 1e6));
    row.put("messages_in", Long.toString(traffic.in()));
    row.put("messages_out", Long.toString(traffic.out()));
    row.put("messages_per_task", number((double) (traffic.in() + traffic.out()) / done));
    row.put(
        "us_per_message",
        number(coordinator.nanos() / 1e3 / Math.max(1, traffic.in() + traffic.out())));
    row.put("leases", Long.toString(traffic.of("RunLease")));
    row.put("partials", Long.toString(traffic.of("PartialOffer")));
    row.put("attempts", Long.toString(counts.attempts()));
    row.put("refused", Long.toString(counts.refused()));
    row.put("heap_mib", number(heldBytes / 1048576.0));
    row.put("real_s", number(tookNanos / SECOND));
    row.put("by_kind", traffic.describe());
    return row;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
