package io.reparto.node.jobs.groupby;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Group-by over rows of Long, Double, String and null, written for plainness alone. */
final class NaiveGroupBy {

  /** Numbers in numeric order with NaN last, text by UTF-8 bytes, nulls after everything. */
  private static final Comparator<Object> VALUES =
      Comparator.nullsLast(
          (left, right) -> {
            if (left instanceof Long a) {
              return a.compareTo((Long) right);
            }
            if (left instanceof Double a) {
              return a.compareTo((Double) right);
            }
            return Arrays.compareUnsigned(
                ((String) left).getBytes(StandardCharsets.UTF_8),
                ((String) right).getBytes(StandardCharsets.UTF_8));
          });

  private static final Comparator<List<Object>> KEYS =
      (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
          int result = VALUES.compare(left.get(i), right.get(i));
          if (result != 0) {
            return result;
          }
        }
        return 0;
      };

  private NaiveGroupBy() {}

  /**
   * The groups in order: their keys, then the answers.
   *
   * @param calls each {@code count} or {@code function:columnNumber}
   */
  static List<List<Object>> run(List<List<Object>> rows, List<Integer> keys, List<String> calls) {
    var groups = new TreeMap<List<Object>, List<List<Object>>>(KEYS);
    if (keys.isEmpty()) {
      groups.put(List.of(), new ArrayList<>()); // all rows together, even if there are none
    }
    for (List<Object> row : rows) {
      var key = new ArrayList<Object>();
      keys.forEach(column -> key.add(oneZero(row.get(column))));
      groups.computeIfAbsent(key, unused -> new ArrayList<>()).add(row);
    }
    var result = new ArrayList<List<Object>>();
    groups.forEach(
        (key, members) -> {
          var line = new ArrayList<>(key);
          calls.forEach(call -> line.add(answer(call, members)));
          result.add(line);
        });
    return result;
  }

  private static Object oneZero(Object value) {
    return value instanceof Double number && number == 0 ? (Object) 0.0 : value;
  }

  private static Object answer(String call, List<List<Object>> rows) {
    if (call.equals("count")) {
      return (long) rows.size();
    }
    int colon = call.indexOf(':');
    String function = call.substring(0, colon);
    int column = Integer.parseInt(call.substring(colon + 1));
    List<Object> values =
        rows.stream().map(row -> row.get(column)).filter(Objects::nonNull).toList();
    if (function.equals("count")) {
      return (long) values.size();
    }
    if (values.isEmpty()) {
      return null;
    }
    boolean whole = values.get(0) instanceof Long;
    return switch (function) {
      case "min" -> values.stream().min(VALUES).orElseThrow();
      case "max" -> values.stream().max(VALUES).orElseThrow();
      case "sum" -> whole ? (Object) wholeSum(values).longValueExact() : (Object) sum(values);
      case "mean" ->
          (whole ? wholeSum(values).doubleValue() : sum(values)) / (double) values.size();
      case "var" -> variance(values);
      case "std" -> {
        Double variance = variance(values);
        yield variance == null ? null : Math.sqrt(variance);
      }
      default -> throw new IllegalArgumentException(call);
    };
  }

  private static BigInteger wholeSum(List<Object> values) {
    return values.stream()
        .map(value -> BigInteger.valueOf((Long) value))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static double sum(List<Object> values) {
    return values.stream().mapToDouble(value -> ((Number) value).doubleValue()).sum();
  }

  private static Double variance(List<Object> values) {
    if (values.size() < 2) {
      return null;
    }
    if (Double.isNaN(sum(values))) {
      return Double.NaN;
    }
    // Exact: in doubles the mean of equal large numbers is off, and so is their variance.
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (Object value : values) {
      BigDecimal exact =
          value instanceof Long whole ? BigDecimal.valueOf(whole) : new BigDecimal((Double) value);
      sum = sum.add(exact);
      squares = squares.add(exact.multiply(exact));
    }
    BigDecimal count = BigDecimal.valueOf(values.size());
    return count
        .multiply(squares)
        .subtract(sum.multiply(sum))
        .divide(count.multiply(count.subtract(BigDecimal.ONE)), MathContext.DECIMAL128)
        .doubleValue();
  }
}
