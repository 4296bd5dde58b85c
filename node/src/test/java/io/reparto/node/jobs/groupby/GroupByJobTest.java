package io.reparto.node.jobs.groupby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Work;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupByJobTest {
  private static final String CITIES =
      """
      city,temp,visits
      Oslo,1.5,3
      Rome,20,4
      Oslo,2.5,
      ,7,1
      Rome,,6
      Bonn,,
      """;

  @Test
  void givenEveryAggregate_whenRun_thenNullsAreLeftOutAndNullKeysAreAGroup() {
    try (var file = new CsvFile(CITIES)) {
      JobResult result =
          file.run(
              "city",
              "count,count:temp,sum:temp,mean:temp,min:temp,max:temp,var:temp,sum:visits,mean:visits");

      assertThat(result.columns().stream().map(Column::name))
          .containsExactly(
              "city",
              "count",
              "count:temp",
              "sum:temp",
              "mean:temp",
              "min:temp",
              "max:temp",
              "var:temp",
              "sum:visits",
              "mean:visits");
      assertThat(CsvFile.rows(result))
          .containsExactly(
              "Bonn 1 0 null null null null null null null",
              "Oslo 2 2 4.0 2.0 1.5 2.5 0.5 3 3.0",
              "Rome 2 1 20.0 20.0 20.0 20.0 null 10 5.0",
              "null 1 1 7.0 7.0 7.0 7.0 null 1 1.0");
    }
  }

  @Test
  void givenNoKey_whenRun_thenAllRowsAreOneGroup() {
    try (var file = new CsvFile(CITIES)) {
      for (String size : List.of("1", "20", "1MiB")) {
        assertThat(CsvFile.rows(file.run("", "count", "partition-size", size)))
            .containsExactly("6");
        assertThat(CsvFile.rows(file.run("", "mean:temp,sum:visits", "partition-size", size)))
            .containsExactly("7.75 14");
      }
    }
    try (var file = new CsvFile("a,b\n\"x,y\",1\n\"\"\"\",2\n")) {
      assertThat(CsvFile.rows(file.run("", "count"))).containsExactly("2");
    }
  }

  @Test
  void givenNoKeyAndNoRows_whenRun_thenThereIsStillAnAnswer() {
    try (var file = new CsvFile("v\n7\n")) {
      assertThat(CsvFile.rows(file.run("", "count,sum:v,var:v", "where", "v > 7")))
          .containsExactly("0 null null");
    }
    try (var empty = new CsvFile("v\n")) {
      assertThat(CsvFile.rows(empty.run("", "count,max:v"))).containsExactly("0 null");
      assertThat(CsvFile.rows(empty.run("v", "count"))).isEmpty();
    }
  }

  @Test
  void givenServiceLoader_whenJobsAreLoaded_thenGroupByIsThere() {
    Jobs jobs = Jobs.load(GroupByJob.class.getClassLoader());

    assertThat(jobs.named("groupby")).isInstanceOf(GroupByJob.class);
  }

  @Test
  void givenSeveralKeys_whenRun_thenRowsAreSortedByEachInTurn() {
    try (var file = new CsvFile("a,b,c\nx,10,\nx,9,\ny,-1,\n,9,\nx,,\nx,9,\n")) {
      JobResult result = file.run("a,b", "count");

      assertThat(CsvFile.rows(result))
          .containsExactly("x 9 2", "x 10 1", "x null 1", "y -1 1", "null 9 1");
    }
  }

  @Test
  void givenDoubleKeys_whenRun_thenTheyGroupByValueWithOneZeroAndOneNan() {
    try (var file = new CsvFile("k\n1\n1.0\n-0.0\n0\nNaN\nNaN\n-2e0\n")) {
      JobResult result = file.run("k", "count", "types", "k=double");

      assertThat(CsvFile.rows(result)).containsExactly("-2.0 1", "0.0 2", "1.0 2", "NaN 2");
    }
  }

  @Test
  void givenNan_whenAggregated_thenItIsTheLargestAndMakesSumsNan() {
    try (var file = new CsvFile("k,v\na,1\na,NaN\na,-Infinity\nb,NaN\nc,3\n")) {
      JobResult result = file.run("k", "min:v,max:v,sum:v,mean:v", "types", "v=double");

      assertThat(CsvFile.rows(result))
          .containsExactly("a -Infinity NaN NaN NaN", "b NaN NaN NaN NaN", "c 3.0 3.0 3.0 3.0");
    }
  }

  @Test
  void givenOneRow_whenVarianceIsAsked_thenItIsNull() {
    try (var file = new CsvFile("k,v\na,1.5\n")) {
      assertThat(CsvFile.rows(file.run("k", "var:v,std:v"))).containsExactly("a null null");
    }
  }

  @Test
  void givenLargeOffset_whenVarianceIsAsked_thenDigitsAreKept() {
    try (var file = new CsvFile("k,v\na,1000000004\na,1000000007\na,1000000013\na,1000000016\n")) {
      for (String size : List.of("1", "20", "1MiB")) {
        assertThat(CsvFile.rows(file.run("k", "var:v,std:v", "partition-size", size)))
            .containsExactly("a 30.0 " + Math.sqrt(30));
      }
    }
  }

  @Test
  void givenSumBeyond64Bits_whenFinished_thenTheJobFailsWithAdvice() {
    try (var file = new CsvFile("k,v\na,9223372036854775807\na,1\n")) {
      assertThatThrownBy(() -> file.run("k", "sum:v"))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining("--agg sum:v")
          .hasMessageContaining("9223372036854775808")
          .hasMessageContaining("--types v=double");
    }
  }

  @Test
  void givenOverflowOnTheWay_whenTheSumFits_thenItIsExactForEverySplit() {
    String rows = "k,v\na,9223372036854775807\na,5\na,-9223372036854775808\na,-7\n";
    try (var file = new CsvFile(rows)) {
      for (String size : List.of("1", "30", "1MiB")) {
        assertThat(CsvFile.rows(file.run("k", "sum:v,mean:v", "partition-size", size)))
            .containsExactly("a -3 -0.75");
      }
    }
  }

  @Test
  void givenMeanOfLongsBeyond64Bits_whenFinished_thenItIsRight() {
    try (var file = new CsvFile("k,v\na,9223372036854775807\na,9223372036854775807\n")) {
      assertThat(CsvFile.rows(file.run("k", "mean:v"))).containsExactly("a " + 0x1p63);
    }
  }

  @Test
  void givenHeaderOnly_whenRun_thenThereAreColumnsButNoRows() {
    try (var file = new CsvFile("k,v\n")) {
      Plan plan = file.plan("k", "count,sum:v", "types", "v=double");
      JobResult result = plan.finish(LocalRun.root(plan, 2, 4));

      assertThat(result.rows()).isZero();
      assertThat(result.columns().stream().map(Column::name))
          .containsExactly("k", "count", "sum:v");
    }
  }

  @Test
  void givenHeaderOnly_whenNumbersAreAsked_thenTheColumnsAreDoubleAndThereAreNoRows() {
    try (var file = new CsvFile("k,v,w\n")) {
      Plan plan = file.plan("k", "sum:v,mean:v,min:v,max:v,var:v,std:v,count:w", "where", "w > 1");
      JobResult result = plan.finish(LocalRun.root(plan, 1, 1));

      assertThat(result.rows()).isZero();
      assertThat(result.columns()).hasSize(8);
      assertThat(result.digest()).isNotEmpty();
      assertThat(columnsOf(plan)).isEqualTo("k string, v double, w double");
    }
  }

  @Test
  void givenAnEmptyFileWithNamedColumns_whenRun_thenThereAreColumnsButNoRows() {
    try (var file = new CsvFile("")) {
      JobResult result = file.run("k", "sum:v", "no-header", "", "columns", "k,v");

      assertThat(result.rows()).isZero();
      assertThat(result.columns().stream().map(Column::name)).containsExactly("k", "sum:v");
    }
  }

  @Test
  void givenColumnsWithoutValues_whenUsed_thenTheUseGivesTheType() {
    try (var file = new CsvFile("k,a,b,c\n1,,,\n2,,,\n")) {
      assertThat(CsvFile.rows(file.run("k", "sum:a,min:a")))
          .containsExactly("1 null null", "2 null null");
      assertThat(columnsOf(file.plan("k", "sum:a,count:b")))
          .isEqualTo("k long, a double, b string");
      assertThat(columnsOf(file.plan("a,k", "mean:a"))).isEqualTo("a double, k long");
      assertThat(columnsOf(whereOf(file, "5 < a"))).isEqualTo("k long, a double");
      assertThat(columnsOf(whereOf(file, "a in (1, 2)"))).isEqualTo("k long, a double");
      assertThat(columnsOf(whereOf(file, "a between 1 and 2"))).isEqualTo("k long, a double");
      assertThat(columnsOf(whereOf(file, "a = 'x' or b is null")))
          .isEqualTo("k long, a string, b string");
      assertThat(columnsOf(whereOf(file, "a = b and b = c and c = k")))
          .isEqualTo("k long, a double, b double, c double");
      refused(() -> whereOf(file, "a = 'x' and a > 5"), "--where", "column a (double)");
      refused(() -> file.plan("k", "sum:a", "types", "a=string"), "--agg sum:a", "type=string");
    }
  }

  @Test
  void givenTextBehindTheSample_whenTheColumnWasTakenForNumbers_thenTheErrorSaysWhatToDo() {
    try (var file = new CsvFile("k,v\n" + "a,\n".repeat(93_000) + "a,x\n")) {
      assertThatThrownBy(() -> file.run("k", "sum:v"))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContainingAll(file.path(), "byteOffset=279004", "column=v", "value=x")
          .hasMessageContaining("--types v=");
    }
  }

  private static Plan whereOf(CsvFile file, String where) {
    return file.plan("k", "count", "where", where);
  }

  private static String columnsOf(Plan plan) {
    return plan.operators().get(0).attributes().get("columns");
  }

  @Test
  void givenNoTasks_whenFinished_thenTheIdentityIsAnEmptyResult() {
    try (var file = new CsvFile("k,v\na,1\n")) {
      Plan plan = file.plan("k", "count,mean:v");

      assertThat(plan.finish(plan.identity()).rows()).isZero();
      assertThat(plan.preview(List.of(plan.identity()))).isEmpty();
      assertThat(plan.remarks(plan.identity())).isEmpty();
    }
  }

  @Test
  void givenNoHeader_whenColumnsAreNamed_thenTheFirstLineIsData() {
    try (var file = new CsvFile("a;1\nb;2\na;3\n")) {
      JobResult result =
          file.run("k", "sum:v", "no-header", "", "columns", "k,v", "delimiter", ";");

      assertThat(CsvFile.rows(result)).containsExactly("a 4", "b 2");
    }
  }

  @Test
  void givenTabDelimiter_whenWrittenInWords_thenItIsUnderstood() {
    try (var file = new CsvFile("k\tv\na\t1\n")) {
      assertThat(CsvFile.rows(file.run("k", "sum:v", "delimiter", "tab"))).containsExactly("a 1");
      assertThat(CsvFile.rows(file.run("k", "sum:v", "delimiter", "\\t"))).containsExactly("a 1");
    }
  }

  @Test
  void givenStringType_whenGrouped_thenNumbersKeepTheirSpelling() {
    try (var file = new CsvFile("k\n1\n01\n1\n")) {
      assertThat(CsvFile.rows(file.run("k", "count", "types", "k=string")))
          .containsExactly("01 1", "1 2");
    }
  }

  @Test
  void givenLineBreakInQuotes_whenTheFileIsSplit_thenItFailsOrMultilineReadsIt() {
    try (var file = new CsvFile("k,v\n\"a\nb\",1\n\"a\nb\",2\nc,3\n")) {
      JobResult result = file.run("k", "sum:v", "multiline", "");
      assertThat(CsvFile.rows(result)).containsExactly("a\nb 3", "c 3");

      assertThatThrownBy(() -> file.run("k", "count", "partition-size", "6", "on-error", "skip"))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining(file.path())
          .hasMessageContaining("--multiline");
    }
  }

  @Test
  void givenBadField_whenOnErrorIsFail_thenTheFirstOfTheTaskIsNamed() {
    try (var file = new CsvFile(manyRows("k,v,w\n", "a,1,2\n") + "a,1,x\na,y,2\n")) {
      assertThatThrownBy(() -> file.run("k", "sum:v,sum:w", "types", "v=long,w=long"))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining(file.path())
          .hasMessageContaining("byteOffset=18006")
          .hasMessageContaining("column=w")
          .hasMessageContaining("value=x")
          .hasMessageContaining("--types w=")
          .hasMessageContaining("--on-error skip");
    }
  }

  @Test
  void givenBadFieldInAnUnusedColumn_whenRun_thenNobodyLooks() {
    try (var file = new CsvFile("k,v,w\na,1,2\na,1,x\n")) {
      assertThat(CsvFile.rows(file.run("k", "sum:v", "types", "w=long"))).containsExactly("a 2");
    }
  }

  @Test
  void givenBadRecords_whenSkipped_thenTheyAreCountedAndTheFirstTenAreShown() {
    var content = new StringBuilder("k,v,w\n");
    for (int i = 0; i < 3000; i++) {
      content.append(i % 250 == 7 ? "a,b" + i + ",no\n" : i % 250 == 9 ? "a\n" : "a,1,2\n");
    }
    try (var file = new CsvFile(content.toString())) {
      for (String size : List.of("300", "5000", "1MiB")) {
        Plan plan =
            file.plan(
                "k",
                "count,sum:v",
                "types",
                "v=long,w=long",
                "on-error",
                "skip",
                "partition-size",
                size,
                "where",
                "w = 2");
        PartialAggregate root = LocalRun.root(plan, 2, 4);

        List<String> remarks = plan.remarks(root);
        assertThat(remarks).hasSize(11);
        assertThat(remarks.get(0)).contains("skipped=24").contains("read=2976");
        assertThat(remarks.get(1)).contains("value=b7").contains(file.path());
        assertThat(remarks.get(3)).contains("value=b257");
        assertThat(CsvFile.rows(plan.finish(root))).containsExactly("a 2976 2976");
      }
    }
  }

  @Test
  void givenAHeaderWithANameTwice_whenRunOrExplained_thenARemarkSaysHowItIsCalled() {
    try (var file = new CsvFile("a,b,a,,b\n1,2,3,4,5\n")) {
      Plan plan = file.plan("a", "sum:a_1");

      String renamed = "column 3 a is a_1, column 5 b is b_1";
      PartialAggregate root = LocalRun.root(plan, 1, 1);
      assertThat(plan.remarks(root)).singleElement().asString().endsWith("renamed: " + renamed);
      assertThat(plan.operators().get(0).attributes()).containsEntry("names held twice", renamed);
      assertThat(CsvFile.rows(plan.finish(root))).containsExactly("1 3");
    }
    try (var file = new CsvFile("a" + ",a".repeat(9) + "\n")) {
      Plan plan = file.plan("a", "count");
      assertThat(plan.remarks(plan.identity()).get(0)).endsWith("column 6 a is a_5, and 4 more");
    }
  }

  @Test
  void givenKeysThatAreNoUtf8_whenRun_thenARemarkCountsThem() throws Exception {
    try (var file = new CsvFile("")) {
      String rows = "k,l,v\nZürich,x,1\nZürich,x,1\nGenève,ä,1\nBonn,x,2\n,y,\n";
      Files.write(Path.of(file.path()), rows.getBytes(StandardCharsets.ISO_8859_1));
      Plan plan = file.plan("k,l", "sum:v");
      assertThat(plan.remarks(LocalRun.root(plan, 1, 1)))
          .hasSize(2)
          .anySatisfy(remark -> assertThat(remark).contains("column=k, rows=2"))
          .anySatisfy(remark -> assertThat(remark).contains("column=l, rows=1"));

      Files.writeString(Path.of(file.path()), rows + "😀".repeat(3000) + "x,y,1\n");
      Plan sound = file.plan("k,l", "sum:v");
      assertThat(sound.remarks(LocalRun.root(sound, 1, 1))).isEmpty();
    }
  }

  @Test
  void givenPartials_whenPreviewed_thenGroupsAreCounted() throws Exception {
    try (var file = new CsvFile(CITIES)) {
      assertThat(previewOf(file.plan("city", "count"))).isEqualTo("4 groups");
      assertThat(previewOf(file.plan("city", "count", "partition-size", "30"))).startsWith("≥ ");
      assertThat(previewOf(file.plan("city", "count", "where", "city = 'Oslo'")))
          .isEqualTo("1 group");
    }
  }

  private static String previewOf(Plan plan) throws Exception {
    return plan.preview(LocalRun.leaves(plan));
  }

  @Test
  void givenPlan_whenExplained_thenOnlyNeededColumnsAreKept() {
    try (var file = new CsvFile(CITIES)) {
      Plan plan = file.plan("city", "mean:temp", "where", "temp > 1");

      assertThat(plan.operators().stream().map(Operator::name))
          .containsExactly("scan csv", "filter", "group-by partial", "merge", "finish");
      assertThat(plan.operators().get(0).attributes())
          .containsEntry("columns kept", "2 of 3")
          .containsEntry("columns", "city string, temp double")
          .containsEntry("bytes", String.valueOf(CITIES.length()))
          .containsEntry("paths", file.path())
          .containsEntry("read by", "every worker, from its own file system");
      assertThat(plan.total()).isEqualTo(new Work(Work.UNKNOWN, CITIES.length()));
      assertThat(plan.unit()).isEqualTo("rows");
    }
  }

  @Test
  void givenMistakes_whenPlanned_thenTheMessageNamesFlagAndRemedy() {
    try (var file = new CsvFile(CITIES)) {
      refused(() -> file.plan("ctiy", "count"), "--by", "name=ctiy", "columns=[city");
      refused(() -> file.plan("city", "mean:tmep"), "--agg mean:tmep", "columns=[temp");
      refused(() -> file.plan("city", "mean:city"), "--agg mean:city", "--types city=double");
      refused(() -> file.plan("city", "min:city"), "--agg min:city", "type=string", "count:city");
      refused(() -> file.plan("city", "max:city"), "--agg max:city", "--types city=double");
      refused(() -> file.plan("city", "median:temp"), "--agg", "given=median:temp", "mean");
      refused(() -> file.plan("city", "mean"), "--agg mean needs a column");
      refused(() -> file.plan("city", "count:"), "--agg count needs a column");
      refused(() -> file.plan("city,city", "count"), "--by", "twice: name=city", "once");
      refused(() -> file.plan("city", "count,count"), "--agg", "twice: name=count", "once");
      refused(() -> file.plan("city", "min:temp,min:temp"), "--agg", "twice: name=min:temp");
      refused(() -> file.plan("city", "count", "types", "temp=float"), "--types", "temp=float");
      refused(() -> file.plan("city", "count", "types", "temp"), "--types", "given=temp");
      refused(() -> file.plan("city", "count", "types", "tmp=long"), "--types", "columns=[temp");
      refused(() -> file.plan("city", "count", "on-error", "stop"), "--on-error", "given=stop");
      refused(() -> file.plan("city", "count", "delimiter", "::"), "--delimiter", "given=::");
      refused(() -> file.plan("city", "count", "partition-size", "0"), "--partition-size", "4MiB");
      refused(() -> file.plan("city", "count", "partition-size", "4MX"), "--partition-size");
      refused(() -> file.plan("city", "count", "where", "tmep > 1"), "--where", "columns=[temp");
    }
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(InvalidJobException.class).hasMessageContainingAll(parts);
  }

  private static String manyRows(String header, String row) {
    return header + row.repeat(3000);
  }
}
