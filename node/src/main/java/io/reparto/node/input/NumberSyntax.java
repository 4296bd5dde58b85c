package io.reparto.node.input;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What counts as a number, surrounding blanks left out. Stricter than {@link Double#parseDouble}:
 * no hexadecimal, no trailing {@code d} or {@code f}. More lenient in one thing: {@code nan},
 * {@code inf} and {@code infinity} in any case, since other tools write them so.
 */
final class NumberSyntax {
  private NumberSyntax() {}

  static String trimmed(byte[] bytes, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (to > from && isBlank(bytes[to - 1])) {
      to--;
    }
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\t';
  }

  /** An optional sign and digits. */
  static boolean isWhole(String text) {
    int at = afterSign(text, 0);
    return at < text.length() && afterDigits(text, at) == text.length();
  }

  /** An optional sign, digits with at most one point among them, an optional exponent. */
  static boolean isDecimal(String text) {
    if (isWord(text)) {
      return true;
    }
    int at = afterSign(text, 0);
    int point = afterDigits(text, at);
    int digits = point - at;
    at = point;
    if (at < text.length() && text.charAt(at) == '.') {
      int end = afterDigits(text, at + 1);
      digits += end - at - 1;
      at = end;
    }
    if (digits == 0) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = afterSign(text, at + 1);
      at = afterDigits(text, exponent);
      if (at == exponent) {
        return false;
      }
    }
    return at == text.length();
  }

  /** Not-a-number or an infinity. */
  static boolean isWord(String text) {
    return switch (text.substring(afterSign(text, 0)).toLowerCase(Locale.ROOT)) {
      case "nan", "inf", "infinity" -> true;
      default -> false;
    };
  }

  /**
   * The value of a decimal.
   *
   * @param text as {@link #isDecimal} accepts it
   */
  static double toDouble(String text) {
    if (isWord(text)) {
      char letter = text.charAt(afterSign(text, 0));
      if (letter == 'n' || letter == 'N') {
        return Double.NaN;
      }
      return text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.parseDouble(text);
  }

  private static int afterSign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
  }

  private static int afterDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
