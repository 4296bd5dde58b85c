package io.reparto.node.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class FieldParserPropertyTest {

  @Property(tries = 5_000)
  void givenDecimals_whenParsed_thenValueIsThatOfParseDouble(@ForAll("decimals") String text) {
    assertThat(parseDouble(text)).isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  /** Most are beyond 2^53: division of exact doubles is not enough. */
  @Property(tries = 50_000)
  void givenUpTo18Digits_whenParsed_thenValueIsThatOfParseDouble(
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long digits,
      @ForAll @IntRange(min = 0, max = 18) int scale) {
    String text = BigDecimal.valueOf(digits, scale).toPlainString();

    assertThat(parseDouble(text)).isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  /** Where rounding is decided: half way between two doubles, and the last digit beside it. */
  @Property(tries = 20_000)
  void givenHalfWayBetweenDoubles_whenParsed_thenValueIsThatOfParseDouble(
      @ForAll @LongRange(min = 1L << 52, max = (1L << 53) - 1) long mantissa,
      @ForAll @IntRange(min = 0, max = 8) int exponent,
      @ForAll @IntRange(min = -1, max = 1) int beside) {
    BigDecimal halfWay =
        new BigDecimal(mantissa)
            .add(new BigDecimal("0.5"))
            .multiply(new BigDecimal(2).pow(exponent))
            .multiply(new BigDecimal("0.25"));
    BigDecimal number = halfWay.add(halfWay.ulp().multiply(BigDecimal.valueOf(beside)));
    String text = number.toPlainString();

    assertThat(parseDouble(text)).isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  @Property(tries = 5_000)
  void givenAnyDouble_whenPrintedAndParsed_thenItIsTheSame(@ForAll double value) {
    assertThat(parseDouble(Double.toString(value))).isEqualTo(Double.doubleToRawLongBits(value));
  }

  @Property(tries = 5_000)
  void givenShortTexts_whenParsed_thenOnlyNumbersAreAccepted(@ForAll("nearNumbers") String text) {
    boolean isDecimal =
        text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?")
            || text.matches("(?i)[-+]?(nan|inf|infinity)");

    Long bits = parseDouble(text);

    if (text.isEmpty() || !isDecimal) {
      assertThat(bits).isNull();
    } else if (!text.matches("(?i)[-+]?(nan|inf|infinity)")) {
      assertThat(bits).isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
    }
  }

  @Property(tries = 5_000)
  void givenAnyLong_whenPrintedAndParsed_thenItIsTheSame(
      @ForAll long value, @ForAll("shifts") int shift) {
    assertThat(parseLong(Long.toString(value >> shift))).isEqualTo(value >> shift);
  }

  @Property(tries = 5_000)
  void givenShortTexts_whenParsedAsLong_thenItIsAsParseLongSays(
      @ForAll("nearNumbers") String text) {
    Long expected;
    try {
      expected = Long.valueOf(text);
    } catch (NumberFormatException e) {
      expected = null;
    }

    assertThat(parseLong(text)).isEqualTo(expected);
  }

  @Property(tries = 1_000)
  void givenDecimalsOfManyForms_whenParsedInOneBatch_thenEachIsThatOfParseDouble(
      @ForAll @Size(min = 1, max = 40) List<@From("shortDecimals") String> texts) {
    var bytes = new StringBuilder("????????");
    var columns = new ColumnBatch(1);
    for (int row = 0; row < texts.size(); row++) {
      int start = bytes.length();
      columns.spans(0).put(row, start, bytes.append(texts.get(row)).length());
      bytes.append(';');
    }
    columns.reset("file", bytes.append("????????").toString().getBytes(StandardCharsets.US_ASCII));
    columns.rows(texts.size());
    CsvFormat format = CsvReading.format(',', false, false, 1);
    var values = new double[ColumnBatch.CAPACITY];
    var nulls = new boolean[ColumnBatch.CAPACITY];

    int nullCount =
        new FieldParser(format, new int[] {0}, BadRecordHandler.FAIL)
            .parseDoubles(columns, 0, values, nulls);

    for (int row = 0; row < texts.size(); row++) {
      double expected = texts.get(row).isEmpty() ? 0 : Double.parseDouble(texts.get(row));
      assertThat(Double.doubleToRawLongBits(values[row]))
          .as("text=%s", texts.get(row))
          .isEqualTo(Double.doubleToRawLongBits(expected));
      assertThat(nulls[row]).isEqualTo(texts.get(row).isEmpty());
    }
    assertThat(nullCount).isEqualTo((int) texts.stream().filter(String::isEmpty).count());
  }

  @Provide
  Arbitrary<String> shortDecimals() {
    return Arbitraries.of(
        "",
        "1.5",
        "-1.5",
        "-0.0",
        "0",
        "-7",
        "12.25",
        "-99.9",
        "123456.7",
        "1234567.8",
        "5.",
        ".5",
        "-.5",
        "99999999",
        "-9999999",
        "-99999.99",
        "1e3",
        "NaN",
        "3.1415926535897931",
        "100.0");
  }

  @Provide
  Arbitrary<Integer> shifts() {
    return Arbitraries.integers().between(0, 63);
  }

  @Provide
  Arbitrary<String> nearNumbers() {
    return Arbitraries.strings().withChars("0123456789.-+eE:/aNnifdx").ofMaxLength(20);
  }

  @Provide
  Arbitrary<String> decimals() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMaxLength(22);
    Arbitrary<String> signs = Arbitraries.of("", "-", "+");
    Arbitrary<String> exponents = Arbitraries.of("", "", "", "e5", "E-7", "e+300", "e-320");
    return net.jqwik.api.Combinators.combine(signs, digits, digits, exponents)
        .as(
            (sign, whole, fraction, exponent) -> {
              String digitsOnly = whole.isEmpty() && fraction.isEmpty() ? "0" : whole;
              return sign + digitsOnly + (fraction.isEmpty() ? "" : "." + fraction) + exponent;
            });
  }

  private static Long parseDouble(String text) {
    var values = new double[ColumnBatch.CAPACITY];
    Batch batch = batch(text);
    int nullCount =
        batch.parser.parseDoubles(batch.columns, 0, values, new boolean[ColumnBatch.CAPACITY]);
    return nullCount > 0 ? null : (Long) Double.doubleToRawLongBits(values[0]);
  }

  private static Long parseLong(String text) {
    var values = new long[ColumnBatch.CAPACITY];
    Batch batch = batch(text);
    int nullCount =
        batch.parser.parseLongs(batch.columns, 0, values, new boolean[ColumnBatch.CAPACITY]);
    return nullCount > 0 ? null : (Long) values[0];
  }

  private record Batch(ColumnBatch columns, FieldParser parser, List<BadRecord> bad) {}

  private static Batch batch(String text) {
    byte[] bytes = ("????????" + text + "7.7.7.7.").getBytes(StandardCharsets.ISO_8859_1);
    var columns = new ColumnBatch(1);
    columns.reset("file", bytes);
    columns.spans(0).put(0, 8, 8 + text.length());
    columns.recordEdges(new int[1], 1, 0);
    columns.rows(1);
    var bad = new ArrayList<BadRecord>();
    CsvFormat format = CsvReading.format(',', false, false, 1);
    return new Batch(columns, new FieldParser(format, new int[] {0}, bad::add), bad);
  }
}
