package io.reparto.node.race.report;

/** What the counts of a strategy say. */
public enum Verdict {
  /** Every round was as expected, and that is promised. */
  EXACT("exact"),

  /** At least one round differs from what was asked. */
  LOSES("loses"),

  /** Every round was as expected, but nothing promises it: luck, or one core. */
  NO_LOSS_SEEN("no loss seen"),

  /** At least one round differs, and that must not be. */
  BROKEN("BROKEN");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
