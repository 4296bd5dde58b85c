package io.reparto.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class NumberTextPropertyTest {

  @Property(tries = 10_000)
  void givenAnyBits_whenPrinted_thenTheyReadBack(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);

    String text = NumberText.of(value);

    assertThat(Double.doubleToLongBits(Double.parseDouble(text)))
        .isEqualTo(Double.doubleToLongBits(value));
  }

  @Property(tries = 10_000)
  void givenAMagnitudePeopleUse_whenPrinted_thenItIsPlainAndReadsBack(
      @ForAll @DoubleRange(min = -1e15, max = 1e15) double value) {
    String text = NumberText.of(value);

    assertThat(Double.parseDouble(text)).isEqualTo(value);
    if (Math.abs(value) >= 1e-5) {
      assertThat(text).doesNotContain("E");
      assertThat(new BigDecimal(text)).isEqualByComparingTo(BigDecimal.valueOf(value));
    }
  }

  @Example
  void givenEdges_whenPrinted_thenTheFormIsTheNamedOne() {
    assertThat(NumberText.of(12345678.9)).isEqualTo("12345678.9");
    assertThat(NumberText.of(-1e7)).isEqualTo("-10000000.0");
    assertThat(NumberText.of(1e15)).isEqualTo("1000000000000000.0");
    assertThat(NumberText.of(1e16)).isEqualTo("1.0E16");
    assertThat(NumberText.of(1e-5)).isEqualTo("0.00001");
    assertThat(NumberText.of(-1.5e-4)).isEqualTo("-0.00015");
    assertThat(NumberText.of(9e-6)).isEqualTo("9.0E-6");
    assertThat(NumberText.of(2.2e-322)).isEqualTo("2.2E-322"); // JDK 17 itself: 2.17E-322
    assertThat(NumberText.of(-0.0)).isEqualTo("-0.0");
    assertThat(NumberText.of(Double.NaN)).isEqualTo("NaN");
  }
}
