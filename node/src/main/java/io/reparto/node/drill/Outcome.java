package io.reparto.node.drill;

import java.util.List;
import java.util.Locale;

/**
 * What came of a schedule.
 *
 * @param detail what went wrong, or why it was skipped; else empty
 * @param events what happened, with times
 */
record Outcome(Schedule schedule, State state, String detail, double seconds, List<String> events) {

  /** Begins the event that a fault is over. */
  static final String HEALED = "healed: ";

  enum State {
    OK("ok"),
    FAILED("FAILED"),
    SKIPPED("skipped");

    private final String word;

    State(String word) {
      this.word = word;
    }
  }

  Outcome {
    events = List.copyOf(events);
  }

  static Outcome skipped(Schedule schedule, String why) {
    return new Outcome(schedule, State.SKIPPED, why, 0, List.of());
  }

  boolean hasFailed() {
    return state == State.FAILED;
  }

  boolean wasSkipped() {
    return state == State.SKIPPED;
  }

  /** How many faults were brought about. */
  int faults() {
    return (int) events.stream().filter(event -> event.contains(HEALED)).count();
  }

  /** In one line, whatever the detail quotes. */
  String words() {
    return detail.isEmpty()
        ? state.word
        : state.word + ": " + detail.lines().findFirst().orElseThrow();
  }

  /** For who waits. */
  String line() {
    return String.format(
        Locale.ROOT,
        "schedule %d, %s: %s (%.1f s)",
        schedule.number(),
        schedule.faultWords(),
        words(),
        seconds);
  }
}
