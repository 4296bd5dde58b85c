package io.reparto.node.race.processes;

/**
 * What a child says after a round.
 *
 * @param begin of its first increment, by the machine's clock, in nanoseconds
 * @param end of its last one
 * @param count how much it has counted
 */
record CountedAnswer(long begin, long end, long count) {

  /**
   * Reads a line.
   *
   * @throws RaceFailure if it is none of ours
   */
  static CountedAnswer parse(String line) {
    String[] words = line.split(" ", -1);
    try {
      if (words.length == 4 && words[0].equals(CountingProcess.COUNTED)) {
        return new CountedAnswer(
            Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
      }
    } catch (NumberFormatException e) {
      throw new RaceFailure("a process answers in no known form: line=" + line, e);
    }
    throw new RaceFailure("a process answers in no known form: line=" + line);
  }
}
