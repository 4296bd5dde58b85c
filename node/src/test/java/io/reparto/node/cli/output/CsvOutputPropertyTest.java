package io.reparto.node.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.TextColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;

class CsvOutputPropertyTest {

  @Property(tries = 500)
  void givenAnyTextsAndDoubles_whenWritten_thenTheyReadBack(
      @ForAll @Size(min = 1, max = 20)
          List<@Chars({',', '"', '\n', '\r', ' ', 'é'}) @CharRange(from = 'a', to = 'd') String>
              texts,
      @ForAll double number)
      throws IOException {
    double[] numbers = new double[texts.size()];
    Arrays.fill(numbers, number);
    var result = new JobResult(List.of(TextColumn.of("a,b", texts), DoubleColumn.of("n", numbers)));

    String csv = write(result);

    var read = new ArrayList<String>();
    CsvReader.builder()
        .ofCsvRecord(csv)
        .forEach(
            record -> {
              read.add(record.getField(0));
              assertThat(record.getFieldCount()).isEqualTo(2);
            });
    assertThat(read.get(0)).isEqualTo("a,b");
    assertThat(read.subList(1, read.size())).isEqualTo(texts);
  }

  @Example
  void givenNullAndEmptyText_whenWritten_thenTheyDiffer() throws IOException {
    var texts = TextColumn.of("t", Arrays.asList("", null, "x"));
    var result = new JobResult(List.of(texts, DoubleColumn.of("d", 1, 2, 3)));

    assertThat(write(result)).isEqualTo("t,d\n\"\",1.0\n,2.0\nx,3.0\n");
  }

  @Example
  void givenNullInTheOnlyColumn_whenWritten_thenTheLineIsNotEmpty() throws IOException {
    var result = new JobResult(List.of(TextColumn.of("t", Arrays.asList("x", null))));

    assertThat(write(result)).isEqualTo("t\nx\n\"\"\n");
  }

  private static String write(JobResult result) throws IOException {
    var out = new ByteArrayOutputStream();
    CsvOutput.write(result, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
