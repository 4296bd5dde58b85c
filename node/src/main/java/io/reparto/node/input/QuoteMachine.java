package io.reparto.node.input;

/**
 * Follows one record by RFC 4180, byte by byte, to the line feed that ends it. A byte that breaks
 * the rules makes the record faulty and is then taken as part of its field.
 */
final class QuoteMachine {
  private static final int FIELD_START = 0;
  private static final int UNQUOTED = 1;
  private static final int QUOTED = 2;
  private static final int QUOTE_IN_QUOTED = 3;

  private final byte delimiter;
  private int start;
  private int lineFeed;
  private int fields;
  private boolean hasQuotes;
  private String fault;
  private int faultAt;

  QuoteMachine(byte delimiter) {
    this.delimiter = delimiter;
  }

  /**
   * Follows the record that begins at {@code from}.
   *
   * @return whether its end was found before {@code to}
   */
  boolean run(byte[] bytes, int from, int to) {
    start = from;
    fields = 1;
    hasQuotes = false;
    fault = null;
    int loneCarriageReturn = -1;
    int state = FIELD_START;
    for (int i = from; i < to; i++) {
      byte value = bytes[i];
      if (value == '"') {
        hasQuotes = true;
        if (state == UNQUOTED) {
          fail("no quote inside a field that does not start with one, found one", i);
        } else {
          state = state == QUOTED ? QUOTE_IN_QUOTED : QUOTED;
        }
      } else if (state != QUOTED) {
        if (value == '\n') {
          lineFeed = i;
          if (hasQuotes && loneCarriageReturn >= 0) {
            fail("no carriage return outside quotes, found one", loneCarriageReturn);
          }
          return true;
        } else if (value == delimiter) {
          fields++;
          state = FIELD_START;
        } else if (value == '\r' && bytes[i + 1] != '\n') {
          loneCarriageReturn = loneCarriageReturn < 0 ? i : loneCarriageReturn;
          state = UNQUOTED;
        } else if (value != '\r') {
          if (state == QUOTE_IN_QUOTED) {
            fail("a delimiter or line break after a closing quote, found another byte", i);
          }
          state = UNQUOTED;
        }
      }
    }
    return false;
  }

  private void fail(String reason, int at) {
    if (fault == null) {
      fault = reason;
      faultAt = at;
    }
  }

  /** Where the record begins. */
  int start() {
    return start;
  }

  /** Where the line feed is that ends it. */
  int lineFeed() {
    return lineFeed;
  }

  int fields() {
    return fields;
  }

  boolean hasQuotes() {
    return hasQuotes;
  }

  /** What was expected and found instead; null if the record is well-formed. */
  String fault() {
    return fault;
  }

  int faultAt() {
    return faultAt;
  }
}
