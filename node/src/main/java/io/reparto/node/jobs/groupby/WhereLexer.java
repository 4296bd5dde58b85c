package io.reparto.node.jobs.groupby;

import io.reparto.protocol.job.InvalidJobException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a {@code --where} expression into words. */
final class WhereLexer {
  private static final List<String> SYMBOLS =
      List.of("==", "!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ",");

  private final String source;
  private int position;

  private WhereLexer(String source) {
    this.source = source;
  }

  /** The words, then one of kind END. */
  static List<WhereToken> tokens(String source) {
    return new WhereLexer(source).all();
  }

  /** An error that shows the place in the expression. */
  static InvalidJobException error(String source, int position, String reason) {
    return new InvalidJobException(
        "--where can't be read at character "
            + (position + 1)
            + ": "
            + reason
            + "\n  "
            + source.replaceAll("\\s", " ")
            + "\n  "
            + " ".repeat(source.codePointCount(0, position))
            + "^");
  }

  private List<WhereToken> all() {
    var tokens = new ArrayList<WhereToken>();
    while (true) {
      while (position < source.length() && Character.isWhitespace(source.charAt(position))) {
        position++;
      }
      if (position == source.length()) {
        tokens.add(new WhereToken(WhereToken.Kind.END, "", position));
        return tokens;
      }
      tokens.add(next());
    }
  }

  private WhereToken next() {
    char first = source.charAt(position);
    if (first == '\'') {
      return quoted(WhereToken.Kind.TEXT, '\'', "text");
    }
    if (first == '"') {
      return quoted(WhereToken.Kind.QUOTED_NAME, '"', "column name");
    }
    if (startsNumber()) {
      return number();
    }
    if (Character.isUnicodeIdentifierStart(first) || first == '_') {
      return word();
    }
    for (String symbol : SYMBOLS) {
      if (source.startsWith(symbol, position)) {
        position += symbol.length();
        return new WhereToken(WhereToken.Kind.SYMBOL, symbol, position - symbol.length());
      }
    }
    throw error(
        source,
        position,
        "no such symbol: " + new String(Character.toChars(source.codePointAt(position))));
  }

  private WhereToken quoted(WhereToken.Kind kind, char quote, String what) {
    int start = position;
    var text = new StringBuilder();
    position++;
    while (position < source.length()) {
      char letter = source.charAt(position++);
      if (letter != quote) {
        text.append(letter);
      } else if (position < source.length() && source.charAt(position) == quote) {
        text.append(quote);
        position++;
      } else {
        return new WhereToken(kind, text.toString(), start);
      }
    }
    throw error(source, start, what + " without closing quote");
  }

  private boolean startsNumber() {
    int at = position;
    char first = source.charAt(at);
    if (first == '-' || first == '+') {
      at++;
    }
    if (at < source.length() && source.charAt(at) == '.') {
      at++;
    }
    return isDigit(at);
  }

  private WhereToken number() {
    int start = position;
    position++;
    while (position < source.length()) {
      char letter = source.charAt(position);
      boolean signOfExponent =
          (letter == '-' || letter == '+')
              && Character.toLowerCase(source.charAt(position - 1)) == 'e';
      if (!Character.isLetterOrDigit(letter) && letter != '.' && letter != '_' && !signOfExponent) {
        break;
      }
      position++;
    }
    return new WhereToken(WhereToken.Kind.NUMBER, source.substring(start, position), start);
  }

  private boolean isDigit(int at) {
    return at < source.length() && source.charAt(at) >= '0' && source.charAt(at) <= '9';
  }

  private WhereToken word() {
    int start = position;
    while (position < source.length()
        && (Character.isUnicodeIdentifierPart(source.charAt(position))
            || source.charAt(position) == '.')) {
      position++;
    }
    return new WhereToken(WhereToken.Kind.WORD, source.substring(start, position), start);
  }
}
