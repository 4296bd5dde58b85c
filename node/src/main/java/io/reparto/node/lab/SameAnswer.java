package io.reparto.node.lab;

/** Sees to it that all runs of one job give one answer. Used by one thread. */
public final class SameAnswer {
  private String firstRun = "";
  private String digest = "";

  /**
   * Takes the answer of a run.
   *
   * @param run its name, for people
   * @throws AnswersDifferException if it is not that of the first one
   */
  public void of(String run, MeasuredRun measured) {
    if (digest.isEmpty()) {
      digest = measured.digest();
      firstRun = run;
    } else if (!digest.equals(measured.digest())) {
      throw new AnswersDifferException(
          "runs of the same job gave different answers: "
              + firstRun
              + "="
              + digest
              + ", "
              + run
              + "="
              + measured.digest()
              + "; its input has changed meanwhile, or the job does not depend on its arguments"
              + " and input alone");
    }
  }

  /** The digest of all; empty before the first. */
  public String digest() {
    return digest;
  }
}
