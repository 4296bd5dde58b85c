package io.reparto.node.cli;

import java.util.Collection;
import java.util.Optional;

/** What a mistyped word may have meant. */
final class Suggestions {
  private Suggestions() {}

  /**
   * The known word nearest to {@code word}: one that it begins, else one at most a third of its
   * letters away (optimal string alignment: insert, delete, change, swap neighbours).
   */
  static Optional<String> nearest(String word, Collection<String> known) {
    String best = null;
    int bestDistance = (word.length() + 1) / 3 + 1;
    for (String candidate : known) {
      int distance =
          word.length() > 2 && candidate.startsWith(word) ? 1 : distance(word, candidate);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code ; did you mean X?}, or nothing. */
  static String hint(String word, Collection<String> known) {
    return nearest(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  static int distance(String left, String right) {
    int[][] distance = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
          continue;
        }
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int least = distance[i - 1][j - 1] + (same ? 0 : 1);
        least = Math.min(least, distance[i - 1][j] + 1);
        least = Math.min(least, distance[i][j - 1] + 1);
        if (i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1)) {
          least = Math.min(least, distance[i - 2][j - 2] + 1);
        }
        distance[i][j] = least;
      }
    }
    return distance[left.length()][right.length()];
  }
}
