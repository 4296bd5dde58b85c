package io.reparto.node.cluster.model;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;

/** What happened in a schedule: a hash of everything, and if wanted the latest in words. */
final class Trace {
  private static final int MOST_LINES = 200_000;

  private final boolean inWords;
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private long hash = 0xCBF29CE484222325L;

  Trace(boolean inWords) {
    this.inWords = inWords;
  }

  void mix(long value) {
    hash = (hash ^ value) * 0x100000001B3L;
    hash ^= hash >>> 29;
  }

  /** Something happened at that virtual time. */
  void add(long nanos, String what, Supplier<String> details) {
    mix(nanos);
    mix(what.hashCode());
    if (inWords) {
      if (lines.size() == MOST_LINES) {
        lines.removeFirst();
      }
      lines.add("%10.3f  %s %s".formatted(nanos / 1e6, what, details.get()));
    }
  }

  long hash() {
    return hash;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
