package io.reparto.node.worker;

import io.reparto.protocol.message.Costs;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What a slot's lease costs. Reads the clock once a task and the thread's processor time twice a
 * slice, no more: a task that does nothing takes half a microsecond. Used by the slot alone.
 */
final class CostMeter {
  private final ThreadMXBean threads;
  private long sinceNanos;
  private long handOverNanos;
  private long mergeNanos;
  private long cpuNanos;
  private long sliceCpuNanos;

  /**
   * A meter.
   *
   * @param cpuTime whether processor time is measured
   */
  CostMeter(boolean cpuTime) {
    // The JVM's management classes take their time to load, so only who asks for it has them.
    ThreadMXBean bean = cpuTime ? ManagementFactory.getThreadMXBean() : null;
    threads = bean != null && bean.isCurrentThreadCpuTimeSupported() ? bean : null;
  }

  /** A lease begins, whose slot has waited so long for messages. */
  void leaseBegins(long nowNanos, long waitedNanos) {
    sinceNanos = nowNanos;
    handOverNanos = waitedNanos;
    mergeNanos = 0;
    cpuNanos = 0;
  }

  /** The current thread works on the lease from now on. */
  void sliceBegins() {
    if (threads != null) {
      sliceCpuNanos = threads.getCurrentThreadCpuTime();
    }
  }

  /** The current thread leaves the lease. */
  void sliceEnds() {
    if (threads != null) {
      cpuNanos += threads.getCurrentThreadCpuTime() - sliceCpuNanos;
    }
  }

  void merged(long nanos) {
    mergeNanos += nanos;
  }

  /** The costs since the last call, or since the lease began; within a slice. */
  Costs take(long nowNanos) {
    sliceEnds();
    sliceBegins();
    Costs taken =
        Costs.ofSlot(handOverNanos, nowNanos - sinceNanos - mergeNanos, cpuNanos, mergeNanos);
    leaseBegins(nowNanos, 0);
    return taken;
  }
}
