package io.reparto.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaPreferenceTest {
  private static final List<String> OFFERED = List.of("application/json", "text/csv");

  @ParameterizedTest
  @CsvSource({
    "*/*,application/json",
    "*,application/json",
    "text/csv,text/csv",
    "TEXT/CSV ; header=present,text/csv",
    "text/*,text/csv",
    "'text/csv;q=0.9, application/json;q=0.1',text/csv",
    "'text/csv;q=0.9, application/json',application/json",
    "'text/csv, application/json',application/json",
    "'*/*, application/json;q=0.2',text/csv",
    "'*/*;q=0.1, text/*;q=0, text/csv;q=0.2',text/csv",
    "'text/csv;q=0, */*',application/json",
    "'text/csv;q=no, application/json;q=0.001',application/json",
    "text/html,",
    "'application/json;q=0',",
    "'',"
  })
  void givenAnAcceptHeader_whenChosen_thenTheBestOfThoseOfferedIsTaken(
      String accept, String expected) {
    assertThat(MediaPreference.choose(OFFERED, List.of(accept)))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void givenNoOrSeveralHeaders_whenChosen_thenNoneAcceptsAllAndSeveralAreOne() {
    assertThat(MediaPreference.choose(OFFERED, List.of())).contains("application/json");
    assertThat(MediaPreference.choose(OFFERED, List.of("application/json;q=0.1", "text/csv")))
        .contains("text/csv");
  }
}
