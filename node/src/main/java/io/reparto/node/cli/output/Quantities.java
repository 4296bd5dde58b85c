package io.reparto.node.cli.output;

import java.time.Duration;

/**
 * Quantities for people, with three significant digits. No {@code String.format}: its first call
 * takes longer than a small job.
 */
public final class Quantities {
  private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E"};
  private static final int EXACT_BELOW = 10_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private Quantities() {}

  /** See {@link #count(double)}. */
  public static String count(long count) {
    return count((double) count);
  }

  /** {@code 9999}, {@code 50.0 M}. */
  public static String count(double count) {
    if (count < EXACT_BELOW && count == Math.rint(count)) {
      return Long.toString((long) count);
    }
    return scaled(count, "");
  }

  /** See {@link #bytes(double)}. */
  public static String bytes(long bytes) {
    return bytes((double) bytes);
  }

  /** {@code 12 B}, {@code 693 MB}: powers of 1000. */
  public static String bytes(double bytes) {
    return bytes < 1000 ? Math.round(bytes) + " B" : scaled(bytes, "B");
  }

  private static String scaled(double value, String unit) {
    int prefix = 0;
    double rest = value;
    while (rest >= 999.5 && prefix < PREFIXES.length - 1) {
      rest /= 1000;
      prefix++;
    }
    String suffix = PREFIXES[prefix] + unit;
    return threeDigits(rest) + (suffix.isEmpty() ? "" : " " + suffix);
  }

  /** {@code 0.012 s}, {@code 1.04 s}, {@code 2 min 5 s}. */
  public static String seconds(Duration duration) {
    double seconds = duration.toNanos() / NANOS_PER_SECOND;
    if (seconds >= 99.95) {
      long whole = Math.round(seconds);
      long minutes = whole / 60;
      return minutes < 60
          ? minutes + " min " + whole % 60 + " s"
          : minutes / 60 + " h " + minutes % 60 + " min";
    }
    return seconds < 1 ? decimal(seconds, 3) + " s" : threeDigits(seconds) + " s";
  }

  private static String threeDigits(double value) {
    return decimal(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
  }

  private static String decimal(double value, int digits) {
    long scale = digits == 0 ? 1 : digits == 1 ? 10 : digits == 2 ? 100 : 1000;
    long scaled = Math.round(value * scale);
    if (digits == 0) {
      return Long.toString(scaled);
    }
    String fraction = Long.toString(scaled % scale);
    return scaled / scale + "." + "0".repeat(digits - fraction.length()) + fraction;
  }
}
