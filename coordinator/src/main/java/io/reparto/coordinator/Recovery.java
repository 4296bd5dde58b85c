package io.reparto.coordinator;

import io.reparto.protocol.message.CoordinatorCommand.ReportHeld;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whom a coordinator that has taken over still waits for: workers that may hold tasks of its jobs
 * and have not told. Not thread-safe.
 */
final class Recovery {
  private final Set<String> awaited;
  private final Map<String, BitSet> parts = new HashMap<>();
  private boolean over;

  /**
   * Waits for these.
   *
   * @param awaited addresses of cluster nodes with a worker
   * @param needed whether there is a job that they may hold tasks of
   */
  Recovery(Set<String> awaited, boolean needed) {
    this.awaited = new HashSet<>(awaited);
    this.over = !needed;
  }

  boolean isOver() {
    return over;
  }

  /** Whether nobody is left to wait for, or {@link #giveUp} was called; true once. */
  boolean ends() {
    if (over || !awaited.isEmpty()) {
      return false;
    }
    over = true;
    return true;
  }

  /** A worker has told a part of what it holds. */
  void heard(ReportHeld report, String address) {
    BitSet heard = parts.computeIfAbsent(report.worker(), worker -> new BitSet());
    heard.set(report.part());
    if (heard.cardinality() == report.parts()) {
      awaited.remove(address);
    }
  }

  /** A worker is gone. */
  void lost(String worker, String address) {
    parts.remove(worker);
    awaited.remove(address);
  }

  /** Waits for nobody any more; returns whom it would have waited for. */
  Set<String> giveUp() {
    var silent = Set.copyOf(awaited);
    awaited.clear();
    return silent;
  }
}
