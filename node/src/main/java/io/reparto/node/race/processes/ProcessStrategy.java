package io.reparto.node.race.processes;

/** The ways in which processes count together. */
enum ProcessStrategy {
  PLAIN("plain get and put", false),
  COMPARE_AND_SET("compare-and-set", true),
  FILE_LOCK("file lock", true),
  ACTORS("actor per process", true);

  private final String text;
  private final boolean promised;

  ProcessStrategy(String text, boolean promised) {
    this.text = text;
    this.promised = promised;
  }

  /** As in the table. */
  String text() {
    return text;
  }

  /** Whether the operating system, the platform or the actors promise that nothing is lost. */
  boolean promised() {
    return promised;
  }
}
