package io.reparto.node.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.TextColumn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultParserTest {
  private static final JobResult ODD = odd();
  private static final String TEXT =
      """
      {"job":"table-1","digest":"%s","columns":[{"name":"n","type":"long"},
      {"name":"x, \\"y\\"","type":"double"},{"name":"größe","type":"text","later":[1]}],"later":{"a":[]},
      "rows":[[null,null,null]
      ,[-9223372036854775808,-0.0,""]
      ,[9223372036854775807,0.30000000000000004,"a,b"]
      ,[-1,"NaN","\\"quoted\\""]
      ,[0,"Infinity","two\\nlines"]
      ,[1,"-Infinity","\\u0000\\t€"]
      ,[2,4.9E-324,"\\uD83D\\uDE00"]
      ]}
      """
          .formatted(ODD.digest());

  private static JobResult odd() {
    var nulls = new BitSet();
    nulls.set(0);
    return new JobResult(
        List.of(
            new LongColumn("n", new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1, 2}, nulls),
            new DoubleColumn(
                "x, \"y\"",
                new double[] {
                  0,
                  -0.0,
                  0.1 + 0.2,
                  Double.NaN,
                  Double.POSITIVE_INFINITY,
                  Double.NEGATIVE_INFINITY,
                  Double.MIN_VALUE
                },
                nulls),
            TextColumn.of(
                "größe",
                Arrays.asList(null, "", "a,b", "\"quoted\"", "two\nlines", "\u0000\t€", "😀"))));
  }

  private static JobResult parse(String text) throws IOException {
    return ResultParser.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void givenOddValues_whenParsed_thenTheyAreTheSame() throws IOException {
    assertThat(parse(TEXT)).isEqualTo(ODD);
  }

  @Test
  void givenAnotherValue_whenParsed_thenTheDigestTells() {
    assertThatThrownBy(() -> parse(TEXT.replace("a,b", "a,c")))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("differs from its digest");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 25, 50, 75, 98})
  void givenOnlyTheStart_whenParsed_thenItIsRefused(int percent) {
    assertThatThrownBy(() -> parse(TEXT.substring(0, TEXT.length() * percent / 100)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"rows\":{}}",
        "{\"columns\":[{\"name\":\"a\",\"type\":\"date\"}]}",
        "{\"columns\":[{\"name\":\"a\",\"type\":\"double\"}],\"rows\":[[\"x\"]]}",
        "{\"columns\":[{\"name\":\"a\",\"type\":\"long\"}],\"rows\":[[1,2]]}",
        "{\"columns\":[{\"name\":\"a\",\"type\":\"long\"}],\"rows\":[[]]}"
      })
  void givenWhatIsNoResult_whenParsed_thenItIsRefused(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(IOException.class);
  }
}
