package io.reparto.protocol.message;

import java.nio.charset.StandardCharsets;

/**
 * Shortens text of unknown length, such as an exception's message: a control message that does not
 * fit a frame would be dropped each time it is sent.
 */
final class Excerpt {
  private Excerpt() {}

  /**
   * The text, or its start and how much is missing. Null becomes empty, and what is no Unicode a
   * question mark, because the serializer refuses it.
   */
  static String of(String text, int mostCharacters) {
    if (text == null) {
      return "";
    }
    String start = text;
    String end = "";
    if (text.length() > mostCharacters) {
      start = text.substring(0, mostCharacters);
      end = "... (" + (text.length() - mostCharacters) + " more characters)";
    }
    return new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) + end;
  }
}
