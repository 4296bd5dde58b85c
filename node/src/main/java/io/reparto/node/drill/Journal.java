package io.reparto.node.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened in the course of a schedule, and when. Thread-safe. */
final class Journal {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long begin = System.nanoTime();
  private final List<String> lines = new ArrayList<>();

  synchronized void note(String line) {
    lines.add(String.format(Locale.ROOT, "%7.3f s  %s", seconds(), line));
  }

  double seconds() {
    return (System.nanoTime() - begin) / NANOS_PER_SECOND;
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
