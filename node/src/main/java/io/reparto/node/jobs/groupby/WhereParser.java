package io.reparto.node.jobs.groupby;

import io.reparto.node.input.FieldType;
import io.reparto.protocol.job.InvalidJobException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a {@code --where} expression by recursive descent:
 *
 * <pre>
 * or         := and { "or" and }
 * and        := not { "and" not }
 * not        := "not" not | "(" or ")" | predicate
 * predicate  := operand ( comparison operand | "is" ["not"] "null"
 *             | ["not"] ( "between" literal "and" literal | "in" "(" literal {"," literal} ")"
 *             | "like" text ) )
 * comparison := "=" | "==" | "!=" | "&lt;&gt;" | "&lt;" | "&lt;=" | "&gt;" | "&gt;="
 * operand    := column | "quoted column" | literal
 * literal    := number | 'text'
 * </pre>
 */
final class WhereParser {
  private static final Map<String, Comparison> COMPARISONS =
      Map.of(
          "=", Comparison.EQUAL,
          "==", Comparison.EQUAL,
          "!=", Comparison.NOT_EQUAL,
          "<>", Comparison.NOT_EQUAL,
          "<", Comparison.LESS,
          "<=", Comparison.AT_MOST,
          ">", Comparison.GREATER,
          ">=", Comparison.AT_LEAST);
  private static final Set<String> KEYWORDS =
      Set.of("and", "or", "not", "is", "null", "between", "in", "like");
  private static final int DEEPEST = 200;

  private final String source;
  private final List<WhereToken> tokens;
  private final SelectedColumns columns;
  private int next;
  private int depth;

  private WhereParser(String source, SelectedColumns columns) {
    this.source = source;
    this.tokens = WhereLexer.tokens(source);
    this.columns = columns;
  }

  /**
   * The condition that {@code source} states; selects its columns.
   *
   * @throws InvalidJobException if it can't be read, names an unknown column or compares what can't
   *     be compared; the message shows the place
   */
  static Condition parse(String source, SelectedColumns columns) {
    var parser = new WhereParser(source, columns);
    Condition condition = parser.or();
    if (parser.peek().kind() != WhereToken.Kind.END) {
      throw parser.error(
          parser.peek(), "expected and, or, or the end, found " + parser.peek().shown());
    }
    return condition;
  }

  private Condition or() {
    Condition condition = and();
    while (takeKeyword("or")) {
      condition = LogicalConditions.or(condition, and());
    }
    return condition;
  }

  private Condition and() {
    Condition condition = not();
    while (takeKeyword("and")) {
      condition = LogicalConditions.and(condition, not());
    }
    return condition;
  }

  private Condition not() {
    depth++;
    if (depth > DEEPEST) {
      throw error(peek(), "nested deeper than " + DEEPEST);
    }
    Condition condition;
    if (takeKeyword("not")) {
      condition = LogicalConditions.not(not());
    } else if (takeSymbol("(")) {
      condition = or();
      expectSymbol(")");
    } else {
      condition = predicate();
    }
    depth--;
    return condition;
  }

  private Condition predicate() {
    WhereToken left = operand();
    if (takeKeyword("is")) {
      boolean negated = takeKeyword("not");
      if (!takeKeyword("null")) {
        throw error(peek(), "expected null, found " + peek().shown());
      }
      return negated(negated, LogicalConditions.isNull(column(left)));
    }
    boolean negated = takeKeyword("not");
    if (takeKeyword("between")) {
      return negated(negated, between(left));
    }
    if (takeKeyword("in")) {
      return negated(negated, oneOf(left));
    }
    if (takeKeyword("like")) {
      return negated(negated, like(left));
    }
    Comparison comparison = COMPARISONS.get(peek().text());
    if (negated || peek().kind() != WhereToken.Kind.SYMBOL || comparison == null) {
      String expected =
          negated
              ? "expected between, in or like"
              : "expected a comparison (= != < <= > >=), is, between, in or like";
      throw error(peek(), expected + ", found " + peek().shown());
    }
    next++;
    return compare(left, comparison, operand());
  }

  private static Condition negated(boolean negated, Condition condition) {
    return negated ? LogicalConditions.not(condition) : condition;
  }

  private Condition compare(WhereToken left, Comparison comparison, WhereToken right) {
    if (!left.isName() && !right.isName()) {
      throw error(left, "a comparison needs a column on one side at least");
    }
    if (!left.isName()) {
      return compare(right, comparison.mirrored(), left);
    }
    int column = column(left);
    if (right.isName()) {
      int other = column(right);
      useAsNumberBeside(column, other);
      useAsNumberBeside(other, column);
      FieldType type = columns.type(column);
      boolean leftIsText = type == FieldType.TEXT;
      if (leftIsText != (columns.type(other) == FieldType.TEXT)) {
        throw error(
            right,
            "text can't be compared with numbers: " + described(column) + ", " + described(other));
      }
      return leftIsText
          ? TextConditions.compare(column, comparison, other)
          : NumberConditions.compare(column, comparison, other);
    }
    FieldType type = typeFor(right, column);
    return type == FieldType.TEXT
        ? TextConditions.compare(column, comparison, text(right, column))
        : NumberConditions.compare(column, type, comparison, number(right, column));
  }

  private Condition between(WhereToken left) {
    int column = column(left);
    FieldType type = typeFor(peek(), column);
    WhereToken low = operand();
    if (!takeKeyword("and")) {
      throw error(peek(), "expected and between the two bounds, found " + peek().shown());
    }
    WhereToken high = operand();
    if (type == FieldType.TEXT) {
      return LogicalConditions.and(
          TextConditions.compare(column, Comparison.AT_LEAST, text(low, column)),
          TextConditions.compare(column, Comparison.AT_MOST, text(high, column)));
    }
    return NumberConditions.between(column, type, number(low, column), number(high, column));
  }

  private Condition oneOf(WhereToken left) {
    int column = column(left);
    var texts = new ArrayList<String>();
    var numbers = new ArrayList<BigDecimal>();
    expectSymbol("(");
    FieldType type = typeFor(peek(), column);
    do {
      WhereToken literal = operand();
      if (type == FieldType.TEXT) {
        texts.add(text(literal, column));
      } else {
        numbers.add(number(literal, column));
      }
    } while (takeSymbol(","));
    expectSymbol(")");
    return type == FieldType.TEXT
        ? TextConditions.oneOf(column, texts)
        : NumberConditions.oneOf(column, type, numbers);
  }

  private Condition like(WhereToken left) {
    int column = column(left);
    WhereToken pattern = operand();
    if (columns.type(column) != FieldType.TEXT) {
      throw error(left, "like needs text: " + described(column));
    }
    return TextConditions.like(column, text(pattern, column));
  }

  private WhereToken operand() {
    WhereToken token = peek();
    boolean keyword =
        token.kind() == WhereToken.Kind.WORD && KEYWORDS.stream().anyMatch(token::isKeyword);
    if (keyword || token.kind() == WhereToken.Kind.SYMBOL || token.kind() == WhereToken.Kind.END) {
      throw error(token, "expected a column, a number or a 'text', found " + token.shown());
    }
    next++;
    return token;
  }

  private int column(WhereToken token) {
    if (!token.isName()) {
      throw error(token, "expected a column, found " + token.shown());
    }
    return columns
        .find(token.text())
        .orElseThrow(
            () ->
                error(
                    token,
                    "no such column: name="
                        + token.text()
                        + ", columns="
                        + columns.likeliestFirst(token.text())));
  }

  /** The column's type once it is known that it meets this literal. */
  private FieldType typeFor(WhereToken literal, int column) {
    if (literal.kind() == WhereToken.Kind.NUMBER) {
      columns.useAsNumber(column);
    }
    return columns.type(column);
  }

  private void useAsNumberBeside(int column, int other) {
    if (columns.type(other) != FieldType.TEXT) {
      columns.useAsNumber(column);
    }
  }

  private BigDecimal number(WhereToken token, int column) {
    if (token.kind() != WhereToken.Kind.NUMBER) {
      String advice = token.kind() == WhereToken.Kind.TEXT ? "; write it without quotes" : "";
      throw error(
          token,
          "expected a number for " + described(column) + ", found " + token.shown() + advice);
    }
    try {
      return new BigDecimal(token.text().replace("_", ""));
    } catch (NumberFormatException e) {
      throw error(token, "no number: " + token.text());
    }
  }

  private String text(WhereToken token, int column) {
    if (token.kind() != WhereToken.Kind.TEXT) {
      throw error(
          token,
          "expected a 'text' for "
              + described(column)
              + ", found "
              + token.shown()
              + "; quote it, or read the column as numbers with --types "
              + columns.name(column)
              + "=double");
    }
    if (token.text().isEmpty()) {
      throw error(token, "an empty field is a null: write is null");
    }
    return token.text();
  }

  private String described(int column) {
    String type =
        switch (columns.type(column)) {
          case LONG -> "long";
          case DOUBLE -> "double";
          case TEXT -> "string";
        };
    return "column " + columns.name(column) + " (" + type + ")";
  }

  private WhereToken peek() {
    return tokens.get(next);
  }

  private boolean takeKeyword(String keyword) {
    return advance(peek().isKeyword(keyword));
  }

  private boolean takeSymbol(String symbol) {
    return advance(peek().isSymbol(symbol));
  }

  private boolean advance(boolean found) {
    next += found ? 1 : 0;
    return found;
  }

  private void expectSymbol(String symbol) {
    if (!takeSymbol(symbol)) {
      throw error(peek(), "expected " + symbol + ", found " + peek().shown());
    }
  }

  private InvalidJobException error(WhereToken token, String reason) {
    return WhereLexer.error(source, token.position(), reason);
  }
}
