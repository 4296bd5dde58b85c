package io.reparto.node.lab.scaling;

import static io.reparto.node.lab.MeasuredRun.seconds;

import io.reparto.node.lab.MeasuredRun;
import io.reparto.protocol.message.Costs;

/**
 * One run at one size, in seconds, as a row of {@code runs.csv} has it.
 *
 * @param round in which it was run, from 1
 * @param size slots, nodes or workers
 * @param wall from the request until the result was here
 * @param plan until the job was planned
 * @param run from then to the end
 * @param compute of all slots, as {@link Costs} has this and the following
 * @param idle what is left of the time of all slots
 * @param tasks committed
 */
public record ScalingRun(
    int round,
    int size,
    double wall,
    double plan,
    double run,
    double compute,
    double cpu,
    double merge,
    double queue,
    double network,
    double idle,
    int tasks,
    String digest) {

  static ScalingRun of(int round, int size, MeasuredRun measured) {
    Costs costs = measured.summary().costs().sum();
    return new ScalingRun(
        round,
        size,
        measured.wallSeconds(),
        seconds(measured.summary().planning().toNanos()),
        measured.runSeconds(),
        seconds(costs.computeNanos()),
        seconds(costs.cpuNanos()),
        seconds(costs.mergeNanos()),
        seconds(costs.queueNanos()),
        seconds(costs.handOverNanos()),
        measured.idleSeconds(),
        measured.summary().ledger().committed(),
        measured.digest());
  }

  /**
   * What of it a law is about.
   *
   * @param weak whether the work grew with the size
   */
  Observation observation(boolean weak) {
    return new Observation(size, weak ? wall / size : wall);
  }
}
