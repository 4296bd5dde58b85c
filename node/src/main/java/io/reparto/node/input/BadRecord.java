package io.reparto.node.input;

import java.nio.charset.StandardCharsets;

/**
 * A record that can't be read as its format says.
 *
 * @param file its path
 * @param byteOffset where the record begins in the (decompressed) file
 * @param column name of the column at fault; empty if the record as a whole is
 * @param value what stands there, shortened to {@value #SHOWN_BYTES} bytes
 * @param expected what should have stood there, and what to do about it
 */
public record BadRecord(
    String file, long byteOffset, String column, String value, String expected) {

  static final int SHOWN_BYTES = 40;

  /** The same as one line for people. */
  public String describe() {
    return "file="
        + file
        + ", byteOffset="
        + byteOffset
        + (column.isEmpty() ? "" : ", column=" + column)
        + ", value="
        + value
        + ", expected: "
        + expected;
  }

  static String shorten(byte[] bytes, int start, int end) {
    int shown = Math.min(end - start, SHOWN_BYTES);
    String text = oneLine(new String(bytes, start, shown, StandardCharsets.UTF_8));
    return shown < end - start ? text + "…" : text;
  }

  /** Line breaks would tear the message apart; other control characters might steer a terminal. */
  private static String oneLine(String text) {
    var line = new StringBuilder(text.length());
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      switch (character) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> line.append(Character.isISOControl(character) ? '\uFFFD' : character);
      }
    }
    return line.toString();
  }
}
