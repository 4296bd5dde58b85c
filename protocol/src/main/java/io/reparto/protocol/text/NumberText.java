package io.reparto.protocol.text;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Doubles as text: the shortest decimal that reads back as the same double, on every JDK
 * (Giulietti, <i>The Schubfach way to render doubles</i>, 2021; JDKs before 19 print some doubles
 * longer). Plain notation from 1e-5 to 1e16, where {@link Double#toString} changes to an exponent
 * at 1e-3 and 1e7; outside of it the same.
 */
public final class NumberText {
  private static final int LEAST_EXPONENT = -5;
  private static final int GREATEST_EXPONENT = 15;

  private NumberText() {}

  public static String of(double value) {
    String text = NumberOutput.toString(value, true);
    int mark = text.indexOf('E');
    if (mark < 0) {
      return text;
    }
    int exponent = Integer.parseInt(text, mark + 1, text.length(), 10);
    if (exponent < LEAST_EXPONENT || exponent > GREATEST_EXPONENT) {
      return text;
    }
    boolean negative = text.charAt(0) == '-';
    int first = negative ? 1 : 0;
    String fraction = text.substring(first + 2, mark);
    String digits = text.charAt(first) + (fraction.equals("0") ? "" : fraction);
    var plain = new StringBuilder(24).append(negative ? "-" : "");
    if (exponent < 0) {
      return plain.append("0.").append("0".repeat(-exponent - 1)).append(digits).toString();
    }
    int whole = exponent + 1;
    if (digits.length() <= whole) {
      return plain
          .append(digits)
          .append("0".repeat(whole - digits.length()))
          .append(".0")
          .toString();
    }
    return plain.append(digits, 0, whole).append('.').append(digits.substring(whole)).toString();
  }
}
