package io.reparto.node.race.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the recorded rounds of the plain counter showed.
 *
 * @param threads that counted
 * @param increments of each
 * @param rounds recorded until one lost something, or all of them
 * @param observed the last round's count
 * @param lostUpdate from the last round; empty if no round lost anything
 */
public record Explanation(
    int threads, int increments, int rounds, long observed, Optional<LostUpdate> lostUpdate) {

  public long expected() {
    return (long) threads * increments;
  }

  /** For people: lines without line ends. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    String asked = threads + (threads == 1 ? " thread" : " threads") + " × " + increments;
    if (lostUpdate.isEmpty()) {
      lines.add(
          "plain field, recorded: "
              + asked
              + " increments, "
              + (rounds == 1 ? "1 round" : rounds + " rounds")
              + ": nothing was lost in this run.");
      lines.add("Two threads must run at the same time for that: try more with --threads.");
      return lines;
    }
    lines.add(
        "plain field, recorded (round "
            + rounds
            + ", slower: a clock is read around each access): "
            + asked
            + " = "
            + expected()
            + " increments, observed "
            + observed
            + ", lost "
            + (expected() - observed));
    lines.add("");
    List<Step> steps = lostUpdate.get().steps();
    String[] shownNanos = new String[steps.size()];
    int width = 0;
    for (int index = 0; index < shownNanos.length; index++) {
      shownNanos[index] = Long.toString(steps.get(index).nanos());
      width = Math.max(width, shownNanos[index].length());
    }
    for (int index = 0; index < shownNanos.length; index++) {
      Step step = steps.get(index);
      lines.add(
          "  "
              + " ".repeat(width - shownNanos[index].length())
              + shownNanos[index]
              + " ns  thread "
              + step.threadName()
              + (step.kind() == Step.Kind.READ ? " reads  " : " writes ")
              + step.value());
    }
    lines.add("");
    long value = steps.get(0).value();
    lines.add(
        "Both read "
            + value
            + " and both wrote "
            + (value + 1)
            + ": two increments, one step of the counter."
            + (lostUpdate.get().others() == 0
                ? ""
                : " (" + lostUpdate.get().others() + " other accesses in between are left out.)"));
    lines.add(
        "Times: each access lies between two readings of the thread's own clock; the middle is shown.");
    return lines;
  }
}
