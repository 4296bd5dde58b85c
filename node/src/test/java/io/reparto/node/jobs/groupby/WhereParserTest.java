package io.reparto.node.jobs.groupby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.job.InvalidJobException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhereParserTest {
  private static final CsvFile FILE =
      new CsvFile(
          """
          id,n,x,city,other name,m
          1,1,0.5,Oslo,Oslo,1
          2,2,-0.0,Rome,Oslo,9007199254740993
          3,,2.5,Ålesund,,3
          4,4,NaN,,x,4
          5,5,,it's,x,
          6,-9223372036854775808,1e300,Osaka,y,9223372036854775807
          """);

  @AfterAll
  static void delete() {
    FILE.close();
  }

  /** The ids of the rows for which the condition is true. */
  private static String ids(String where) {
    return CsvFile.rows(FILE.run("id", "count", "where", where, "types", "x=double,n=long,m=long"))
        .stream()
        .map(row -> row.substring(0, row.indexOf(' ')))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "n = 1 | 1",
        "n == 1 | 1",
        "1 = n | 1",
        "n != 1 | 2456",
        "n <> 1 | 2456",
        "n < 4 | 126",
        "4 > n | 126",
        "n <= 4 | 1246",
        "n > 2 | 45",
        "n >= 2 | 245",
        "n = 2.5 | ''",
        "n <> 2.5 | 12456",
        "n > 2.5 | 45",
        "n >= 2.5 | 45",
        "n < 2.5 | 126",
        "n <= 2.5 | 126",
        "n < -9223372036854775808 | ''",
        "n <= -9223372036854775808 | 6",
        "n < 1e30 | 12456",
        "n > -1e999999999 | 12456",
        "n > 1e-999999999 | 1245",
        "n < 1e-999999999 | 6",
        "n = 0.000 | ''",
        "m = 9007199254740992 | ''",
        "m = 9007199254740993 | 2",
        "m > 9223372036854775806.5 | 6",
        "x = 0 | 2",
        "x < 0 | ''",
        "x <= 0 | 2",
        "x >= 0.5 | 1346",
        "x > 2.5 | 46",
        "x > 1e999 | 4",
        "x <= 1e999 | 1236",
        "x between 0 and 2.5 | 123",
        "x not between 0 and 2.5 | 46",
        "n between 1.5 and 4.5 | 24",
        "n between 4 and 2 | ''",
        "n not between 4 and 2 | 12456",
        "n in (1, 4, 4.5, 1e40) | 14",
        "n not in (1, 4) | 256",
        "x in (0, 2.50) | 23",
        "n = m | 14",
        "n < m | 26",
        "n > x | 12",
        "x < n | 12",
        "city = 'Oslo' | 1",
        "'Oslo' = city | 1",
        "city <> 'Oslo' | 2356",
        "city = 'it''s' | 5",
        "city < 'P' | 16",
        "city > 'P' | 235",
        "city in ('Rome', 'Oslo') | 12",
        "city not in ('Rome', 'Oslo') | 356",
        "city between 'Osaka' and 'Oslo' | 16",
        "city like 'Os%' | 16",
        "city like '%s%' | 1356",
        "city like '_lesund' | 3",
        "city like '%o' | 1",
        "city like 'O%a%a' | 6",
        "city like '%' | 12356",
        "city not like 'Os%' | 235",
        "city like 'Oslo_' | ''",
        "city = \"other name\" | 1",
        "city <> \"other name\" | 256",
        "n is null | 3",
        "n is not null | 12456",
        "city IS NULL | 4",
        "not n = 1 | 2456",
        "not not n = 1 | 1",
        "n > 1 and x > 1 | 4",
        "n > 1 or x > 1 | 23456",
        "n = 1 or n = 2 and x > 100 | 1",
        "(n = 1 or n = 2) and x < 100 | 12",
        "not (n > 1 or x > 1) | 1",
        "n is null or n = 1 | 13",
        "n = +1 | 1",
        "n=1 OR n=2 | 12",
        "n = 1_0 | ''",
      })
  void givenCondition_whenEvaluated_thenExactlyTheTrueRowsAreKept(String where, String expected) {
    assertThat(ids(where)).as(where).isEqualTo(expected.replace("'", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "n > | 4 | expected a column, a number or a 'text', found the end",
        "n | 2 | expected a comparison",
        "n > 1 n | 7 | expected and, or, or the end, found n",
        "(n > 1 | 7 | expected ), found the end",
        "tmp > 1 | 1 | no such column: name=tmp",
        "n > 1 and nn = 2 | 11 | no such column: name=nn, columns=[n, ",
        "n = 'a' | 5 | expected a number for column n (long), found a",
        "city = 5 | 8 | expected a 'text' for column city (string), found 5",
        "city = n | 8 | text can't be compared with numbers",
        "city = '' | 8 | is null",
        "1 = 1 | 1 | needs a column",
        "n like 'a' | 1 | like needs text",
        "n = 1.2.3 | 5 | no number: 1.2.3",
        "n = 1x | 5 | no number: 1x",
        "city = 'Oslo | 8 | text without closing quote",
        "\"city = 1 | 1 | column name without closing quote",
        "n is 1 | 6 | expected null, found 1",
        "n not = 1 | 7 | expected between, in or like, found =",
        "n between 1 or 2 | 13 | expected and between the two bounds, found or",
        "n in 1 | 6 | expected (, found 1",
        "n in () | 7 | expected a column",
        "n & 1 | 3 | no such symbol: &",
        "and = 1 | 1 | expected a column, a number or a 'text', found and",
        "n = 😀 | 5 | no such symbol: 😀",
        "1 is null | 1 | expected a column, found 1",
      })
  void givenMistake_whenParsed_thenPlaceAndReasonAreShown(
      String where, int character, String reason) {
    assertThatThrownBy(() -> FILE.plan("id", "count", "where", where))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("--where can't be read at character " + character)
        .hasMessageContaining(reason)
        .hasMessageContaining("\n  " + where + "\n  " + " ".repeat(character - 1) + "^");
  }

  @Test
  void givenDeepNesting_whenParsed_thenItIsRefused() {
    String where = "(".repeat(5000) + "n = 1" + ")".repeat(5000);

    assertThatThrownBy(() -> FILE.plan("id", "count", "where", where))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("nested deeper than 200");
  }

  @Test
  void givenColumnOnlyInWhere_whenParsed_thenItIsSelectedOnce() {
    assertThat(FILE.plan("id", "sum:n", "where", "x > 1 and x < 2 and n = 1").operators().get(0))
        .satisfies(scan -> assertThat(scan.attributes()).containsEntry("columns kept", "3 of 6"));
  }
}
