package io.reparto.node.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.reparto.coordinator.Measures;
import io.reparto.node.worker.TaskBoard;
import io.reparto.protocol.job.Work;
import java.time.Duration;

/**
 * A node's metrics in Prometheus' text format. Those of jobs are counted where the coordinator
 * runs; a sum over all nodes is the cluster's. Thread-safe.
 */
final class NodeMetrics implements Measures, AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Counter starts =
      counter("reparto.coordinator.starts", "coordinators started here: the first, or takeovers");
  private final Counter leases = counter("reparto.leases", "leases granted");
  private final Counter leasedTasks = counter("reparto.leases.tasks", "tasks of leases granted");
  private final Counter committed = tasks("committed");
  private final Counter refused = tasks("refused");
  private final Counter failed = tasks("failed");
  private final Counter units = counter("reparto.work.units", "rows, samples or tasks committed");
  private final Counter bytes = counter("reparto.work.bytes", "bytes of input committed");
  private final Counter partialBytes =
      counter("reparto.partials.bytes", "encoded size of partials committed");
  private final DistributionSummary frames =
      DistributionSummary.builder("reparto.partials.frames")
          .description("frames of partials received: how many, their bytes, the largest of late")
          .baseUnit("bytes")
          .register(registry);
  private final Timer latency =
      Timer.builder("reparto.partials.commit")
          .description("from a partial's arrival until it was merged")
          .publishPercentileHistogram()
          .register(registry);

  NodeMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private Counter tasks(String outcome) {
    return Counter.builder("reparto.tasks")
        .description("tasks by outcome of their attempt")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** From now on those of this node's worker, too: how many slots it has, and how many are busy. */
  void watch(TaskBoard board) {
    Gauge.builder("reparto.slots", board, TaskBoard::slots)
        .description("slots of this worker")
        .register(registry);
    Gauge.builder("reparto.slots.busy", board, TaskBoard::busySlots)
        .description("slots that are at a task")
        .register(registry);
  }

  /** All of them, as a scrape wants them. */
  String text() {
    return registry.scrape();
  }

  @Override
  public void coordinatorStarted() {
    starts.increment();
  }

  @Override
  public void leaseGranted(int tasks) {
    leases.increment();
    leasedTasks.increment(tasks);
  }

  @Override
  public void frameReceived(int frameBytes) {
    frames.record(frameBytes);
  }

  @Override
  public void partialCommitted(int tasks, Work work, long encodedBytes, Duration took) {
    committed.increment(tasks);
    units.increment((double) Math.max(0, work.units()));
    bytes.increment((double) Math.max(0, work.bytes()));
    partialBytes.increment((double) encodedBytes);
    latency.record(took);
  }

  @Override
  public void partialRefused(int tasks) {
    refused.increment(tasks);
  }

  @Override
  public void attemptFailed() {
    failed.increment();
  }

  @Override
  public void jobEnded(String state) {
    Counter.builder("reparto.jobs")
        .description("jobs by how they ended")
        .tag("state", state)
        .register(registry)
        .increment();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
