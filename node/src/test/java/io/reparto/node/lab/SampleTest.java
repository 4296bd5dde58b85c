package io.reparto.node.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void givenKnownValues_whenSummedUp_thenTheNumbersAreThoseOfATextbook() {
    var sample = new Sample(List.of(9.0, 2.0, 5.0, 4.0, 4.0, 7.0, 4.0, 5.0)); // mean 5, squares 32

    assertThat(sample.mean()).isEqualTo(5);
    assertThat(sample.median()).isEqualTo(4.5);
    assertThat(sample.deviation()).isEqualTo(Math.sqrt(32.0 / 7), within(1e-12));
    assertThat(sample.least()).isEqualTo(2);
    assertThat(sample.most()).isEqualTo(9);
    assertThat(sample.quantile(0)).isEqualTo(2);
    assertThat(sample.quantile(1)).isEqualTo(9);
    assertThat(sample.quantile(0.5)).isEqualTo(4.5);
  }

  @Test
  void givenAnOddNumber_whenAsked_thenTheMedianIsTheMiddleOne() {
    assertThat(new Sample(List.of(3.0, 1.0, 2.0)).median()).isEqualTo(2);
  }

  @Test
  void givenOneValue_whenAsked_thenItHasNoDeviation() {
    assertThat(new Sample(List.of(3.0)).deviation()).isNaN();
    assertThat(new Sample(List.of(3.0)).quantile(0.9)).isEqualTo(3);
  }

  @Test
  void givenNoValueOrNoNumber_whenMade_thenItIsRefused() {
    assertThatThrownBy(() -> new Sample(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sample(List.of(1.0, Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
