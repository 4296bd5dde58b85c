package io.reparto.node.jobs.groupby;

import io.reparto.node.input.FieldSpans;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Comparisons of text columns, in the order of their UTF-8 bytes. */
final class TextConditions {
  private TextConditions() {}

  /** Column against literal. */
  static Condition compare(int column, Comparison comparison, String literal) {
    byte[] text = literal.getBytes(StandardCharsets.UTF_8);
    return (block, truths) -> {
      byte[] bytes = block.bytes();
      FieldSpans spans = block.spans(column);
      for (int i = 0; i < block.rows(); i++) {
        int order =
            Arrays.compareUnsigned(bytes, spans.start(i), spans.end(i), text, 0, text.length);
        truths[i] = Condition.of(comparison.holds(order));
      }
      Condition.blankNulls(block, column, truths);
    };
  }

  static Condition oneOf(int column, List<String> literals) {
    return literals.stream()
        .map(literal -> compare(column, Comparison.EQUAL, literal))
        .reduce(LogicalConditions::or)
        .orElseThrow();
  }

  /** Column against column. */
  static Condition compare(int left, Comparison comparison, int right) {
    return (block, truths) -> {
      byte[] bytes = block.bytes();
      FieldSpans lefts = block.spans(left);
      FieldSpans rights = block.spans(right);
      for (int i = 0; i < block.rows(); i++) {
        int order =
            Arrays.compareUnsigned(
                bytes, lefts.start(i), lefts.end(i), bytes, rights.start(i), rights.end(i));
        truths[i] = Condition.of(comparison.holds(order));
      }
      Condition.blankNulls(block, left, truths);
      Condition.blankNulls(block, right, truths);
    };
  }

  /** {@code %} stands for any text, {@code _} for one code point; there is no escape. */
  static Condition like(int column, String pattern) {
    byte[] wanted = pattern.getBytes(StandardCharsets.UTF_8);
    return (block, truths) -> {
      byte[] bytes = block.bytes();
      FieldSpans spans = block.spans(column);
      for (int i = 0; i < block.rows(); i++) {
        truths[i] = Condition.of(matches(wanted, bytes, spans.start(i), spans.end(i)));
      }
      Condition.blankNulls(block, column, truths);
    };
  }

  /** Greedy with one way back: after a mismatch the last {@code %} takes one code point more. */
  private static boolean matches(byte[] pattern, byte[] bytes, int start, int end) {
    int at = start;
    int wanted = 0;
    int afterPercent = -1;
    int retryAt = start;
    while (at < end) {
      if (wanted < pattern.length && pattern[wanted] == '%') {
        wanted++;
        afterPercent = wanted;
        retryAt = at;
      } else if (wanted < pattern.length && pattern[wanted] == '_') {
        wanted++;
        at = nextCodePoint(bytes, at, end);
      } else if (wanted < pattern.length && pattern[wanted] == bytes[at]) {
        wanted++;
        at++;
      } else if (afterPercent >= 0) {
        retryAt = nextCodePoint(bytes, retryAt, end);
        at = retryAt;
        wanted = afterPercent;
      } else {
        return false;
      }
    }
    while (wanted < pattern.length && pattern[wanted] == '%') {
      wanted++;
    }
    return wanted == pattern.length;
  }

  private static int nextCodePoint(byte[] bytes, int at, int end) {
    int next = at + 1;
    while (next < end && (bytes[next] & 0xC0) == 0x80) {
      next++;
    }
    return next;
  }
}
