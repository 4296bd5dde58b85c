package io.reparto.node.jobs.groupby;

/**
 * A word of a {@code --where} expression.
 *
 * @param kind what it is
 * @param text its meaning: quotes removed, doubled ones made single
 * @param position where it begins, in characters from 0
 */
record WhereToken(Kind kind, String text, int position) {

  enum Kind {
    /** A bare word: a column or a keyword. */
    WORD,
    /** A column in double quotes: never a keyword. */
    QUOTED_NAME,
    NUMBER,
    TEXT,
    SYMBOL,
    END
  }

  boolean isKeyword(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  /** As messages name it. */
  String shown() {
    return kind == Kind.END ? "the end" : text;
  }
}
