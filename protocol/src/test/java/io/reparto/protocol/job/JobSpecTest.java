package io.reparto.protocol.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobSpecTest {

  private static Optional<Long> number(String text) {
    return new JobSpec("pi", Map.of("samples", List.of(text)))
        .wholeNumber("samples", 0, Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1e9,1000000000",
    "2_000_000,2000000",
    "1.5e3,1500",
    "10.0,10",
    "' 7 ',7",
    "0e5,0",
    "9223372036854775807,9223372036854775807"
  })
  void givenAWholeNumberInAnyForm_whenRead_thenItIsThatNumber(String text, long expected) {
    assertThat(number(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "1e999999999",
        "1e-999999999",
        "1e99999999999",
        "-1",
        "",
        " ",
        "_",
        "abc",
        "0x10",
        "NaN",
        "9223372036854775808",
        "1e19"
      })
  void givenNoWholeNumberInRange_whenRead_thenTheMessageNamesParameterRangeAndValue(String text) {
    assertThatThrownBy(() -> number(text))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage(
            "--samples must be a whole number from 0 to 9223372036854775807: given=" + text);
  }

  @Test
  void givenAnAbsentParameter_whenRead_thenItIsEmptyOrRequired() {
    var spec = new JobSpec("pi", Map.of());

    assertThat(spec.has("samples")).isFalse();
    assertThat(spec.values("samples")).isEmpty();
    assertThat(spec.wholeNumber("samples", 0, 1)).isEmpty();
    assertThatThrownBy(() -> spec.requiredValue("samples"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("--samples is required");
  }

  @Test
  void givenSeveralValues_whenOneIsRead_thenTheMessageShowsThem() {
    var spec = new JobSpec("pi", Map.of("seed", List.of("1", "2")));

    assertThat(spec.values("seed")).containsExactly("1", "2");
    assertThatThrownBy(() -> spec.value("seed"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("--seed takes one value: given=[1, 2]");
  }

  @Test
  void givenMutableArguments_whenTheyChangeLater_thenTheSpecDoesNot() {
    var values = new ArrayList<>(List.of("1"));
    var arguments = new HashMap<String, List<String>>(Map.of("b", values, "a", List.of()));
    var spec = new JobSpec("pi", arguments);

    values.add("2");
    arguments.clear();

    assertThat(spec.arguments()).containsOnlyKeys("a", "b");
    assertThat(spec.arguments().keySet()).containsExactly("a", "b");
    assertThat(spec.value("b")).contains("1");
    assertThat(spec.has("a")).as("a flag").isTrue();
  }

  @Test
  void givenSpecsThatDiffer_whenDigested_thenTheirDigestsDiffer() {
    var specs =
        List.of(
            new JobSpec("pi", Map.of()),
            new JobSpec("pi", Map.of("a", List.of())),
            new JobSpec("pi", Map.of("a", List.of(""))),
            new JobSpec("pi", Map.of("a", List.of("b"))),
            new JobSpec("pi", Map.of("a", List.of("b", ""))),
            new JobSpec("pi", Map.of("a", List.of("", "b"))),
            new JobSpec("pi", Map.of("ab", List.of(""))),
            new JobSpec("pia", Map.of("b", List.of())));

    assertThat(specs).extracting(JobSpec::digest).doesNotHaveDuplicates();
    assertThat(new JobSpec("pi", Map.of("a", List.of("b"))).digest())
        .isEqualTo(specs.get(3).digest());
  }

  @Test
  void givenANumber_whenMultiplied_thenItMayBecomeTooLargeForTheJobButNotForUs() {
    var spec = new JobSpec("pi", Map.of("samples", List.of("9e18"), "seed", List.of("3")));

    JobSpec more = spec.multiplied("samples", 4_096);

    assertThat(more.value("samples")).contains("36864000000000000000000");
    assertThat(more.value("seed")).contains("3");
    assertThat(spec.multiplied("none", 2)).isEqualTo(spec);
    assertThatThrownBy(() -> spec.multiplied("samples", 2).wholeNumber("samples", 1, 1L << 53))
        .isInstanceOf(InvalidJobException.class);
  }
}
