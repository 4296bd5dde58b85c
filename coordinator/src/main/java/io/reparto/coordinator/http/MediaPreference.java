package io.reparto.coordinator.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which representation a client likes best: RFC 9110, section 12.5.1. */
final class MediaPreference {
  private static final double UNSAID = -1;

  private MediaPreference() {}

  /**
   * Chooses by the header {@code Accept}; the first of those liked best.
   *
   * @param offered such as {@code text/csv}
   * @param accept values of the header, one for each time it came; none accepts everything
   */
  static Optional<String> choose(List<String> offered, List<String> accept) {
    if (accept.isEmpty()) {
      return Optional.of(offered.get(0));
    }
    Optional<String> best = Optional.empty();
    double bestQuality = 0;
    for (String type : offered) {
      double quality = quality(type, String.join(",", accept));
      if (quality > bestQuality) {
        best = Optional.of(type);
        bestQuality = quality;
      }
    }
    return best;
  }

  /** Of the most specific range that matches; 0 if none does. */
  private static double quality(String type, String accept) {
    String anySubtype = type.substring(0, type.indexOf('/')) + "/*";
    double exact = UNSAID;
    double main = UNSAID;
    double any = UNSAID;
    for (String element : accept.split(",", -1)) {
      String[] parts = element.split(";", -1);
      String range = parts[0].strip().toLowerCase(Locale.ROOT);
      if (range.equals(type)) {
        exact = Math.max(exact, quality(parts));
      } else if (range.equals(anySubtype)) {
        main = Math.max(main, quality(parts));
      } else if (range.equals("*/*") || range.equals("*")) {
        any = Math.max(any, quality(parts));
      }
    }
    if (exact != UNSAID) {
      return exact;
    }
    return Math.max(0, main != UNSAID ? main : any);
  }

  private static double quality(String[] parts) {
    for (int index = 1; index < parts.length; index++) {
      String parameter = parts[index].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException e) {
          return 0; // what can't be read is not asked for
        }
      }
    }
    return 1;
  }
}
