package io.reparto.protocol.message;

import java.nio.charset.StandardCharsets;

/**
 * Shortens text of unknown length, such as an exception's message: a control message that does not
 * fit a frame would be dropped each time it is sent.
 */
final class Excerpt {
  private static final int MOST_NOTE_CHARACTERS = "... (2147483647 more characters)".length();

  private Excerpt() {}

  /**
   * The text, or its start and how much is missing, together at most {@code mostCharacters}: so
   * that shortening again, as a message does that arrives, changes nothing. Null becomes empty, and
   * what is no Unicode a question mark, because the serializer refuses it.
   *
   * @param mostCharacters more than the note of what is missing takes
   */
  static String of(String text, int mostCharacters) {
    if (text == null) {
      return "";
    }
    String start = text;
    String end = "";
    if (text.length() > mostCharacters) {
      int kept = mostCharacters - MOST_NOTE_CHARACTERS;
      start = text.substring(0, kept);
      end = "... (" + (text.length() - kept) + " more characters)";
    }
    return new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) + end;
  }
}
