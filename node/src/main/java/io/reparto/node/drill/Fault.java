package io.reparto.node.drill;

import java.util.Locale;

/**
 * What is done to one node, and when.
 *
 * @param atPercent how much of the schedule's jobs is committed then, the mean of their shares
 * @param millis how long it lasts; 0 where that is not for the schedule to say
 */
record Fault(Kind kind, Target target, int atPercent, int millis) {

  /** What is done. Each is healed before the next begins. */
  enum Kind {
    /** SIGKILL; it is started again at once. */
    KILL("kill"),
    /** SIGSTOP and SIGCONT, soon enough for it not to be given up. */
    PAUSE("pause"),
    /** Stops and goes on by turns, so that it runs a tenth of the time. */
    SLOW("slow"),
    /** SIGTERM: it hands back what it has not begun, leaves, and is started again. */
    LEAVE("drain"),
    /** SIGSTOP until the others have given it up; it goes on, ends itself and is started again. */
    FREEZE("freeze"),
    /** Its network is cut until it has ended itself; then it is started again. */
    CUT("cut off");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** Whom it is done to, as things are at that moment. */
  enum Target {
    /** The node that has the coordinator. */
    COORDINATOR,
    /** Of the others the first. */
    WORKER,
    /** Of the others the last. */
    OTHER_WORKER;

    String words() {
      return this == COORDINATOR ? "coordinator's node" : "worker's node";
    }
  }

  /** In a few words, such as {@code pause coordinator's node at 40 % for 1.2 s}. */
  String words() {
    String length = millis == 0 ? "" : String.format(Locale.ROOT, " for %.1f s", millis / 1e3);
    return kind.word + " " + target.words() + " at " + atPercent + " %" + length;
  }
}
