package io.reparto.jcstress;

/** Two counts of two owners, added when both are done: jcstress runs the arbiter after the actors. */
final class LocalAndMerged {
  private long first;
  private long second;

  void addFirst(int times) {
    for (int i = 0; i < times; i++) {
      first++;
    }
  }

  void addSecond(int times) {
    for (int i = 0; i < times; i++) {
      second++;
    }
  }

  long total() {
    return first + second;
  }
}
