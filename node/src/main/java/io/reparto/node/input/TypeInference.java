package io.reparto.node.input;

/**
 * The narrowest type that fits all values seen of a column. Empty fields say nothing; nan and
 * infinity only that the numbers beside them are decimals; a whole number with a leading zero is
 * text (postal codes, phone numbers).
 */
final class TypeInference {
  private boolean sawNumber;
  private boolean sawDecimal;
  private boolean sawText;

  void add(ColumnBatch batch, int column) {
    FieldSpans spans = batch.spans(column);
    for (int row = 0; row < batch.rows() && !sawText; row++) {
      if (spans.start(row) < spans.end(row)) {
        add(batch.bytes(), spans.start(row), spans.end(row));
      }
    }
  }

  private void add(byte[] bytes, int start, int end) {
    int first = bytes[start] == '-' ? start + 1 : start;
    int at = first;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    boolean isPlain = at == end && end - first >= 1 && end - first <= 18;
    if (isPlain && (bytes[first] != '0' || end - first == 1)) {
      sawNumber = true;
    } else {
      addOther(NumberSyntax.trimmed(bytes, start, end));
    }
  }

  private void addOther(String text) {
    if (!NumberSyntax.isDecimal(text) || hasLeadingZero(text)) {
      sawText = true;
    } else if (NumberSyntax.isWord(text)) {
      sawDecimal = true;
    } else {
      sawNumber = true;
      sawDecimal |= !isLong(text);
    }
  }

  private static boolean hasLeadingZero(String text) {
    int first = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    return text.length() > first + 1
        && text.charAt(first) == '0'
        && Character.isDigit(text.charAt(first + 1));
  }

  private static boolean isLong(String text) {
    if (!NumberSyntax.isWhole(text)) {
      return false;
    }
    try {
      Long.parseLong(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Whether any value says something about the type. */
  boolean sawValue() {
    return sawNumber || sawDecimal || sawText;
  }

  FieldType type() {
    if (sawText || !sawNumber) {
      return FieldType.TEXT;
    }
    return sawDecimal ? FieldType.DOUBLE : FieldType.LONG;
  }
}
