package io.reparto.node.jobs.groupby;

import io.reparto.node.input.BadRecord;
import io.reparto.node.input.CsvFormat;
import io.reparto.node.input.CsvOptions;
import io.reparto.node.input.CsvSniffer;
import io.reparto.node.input.CsvSplit;
import io.reparto.node.input.FieldType;
import io.reparto.node.input.InputFile;
import io.reparto.node.input.InputFiles;
import io.reparto.node.input.RecordContinuity;
import io.reparto.node.input.SniffedCsv;
import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Parameter;
import io.reparto.protocol.job.Parameter.Kind;
import io.reparto.protocol.job.Plan;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/** Aggregates of the rows of CSV files, group by group, or of all rows together. */
public final class GroupByJob implements Job {

  @Override
  public String name() {
    return "groupby";
  }

  @Override
  public String summary() {
    return "aggregate the rows of CSV files by the values of columns, or all together";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.required(
            "input", "PATH", Kind.MANY, "Files, directories or globs; plain or .gz."),
        Parameter.optional(
            "by",
            "COL",
            Kind.LIST,
            "Columns whose values make the groups; without it all rows are one."),
        Parameter.required(
            "agg",
            "AGG",
            Kind.LIST,
            "count, count:COL, sum:COL, mean:COL, min:COL, max:COL, var:COL or std:COL;"
                + " var and std are of a sample (n - 1). Empty fields are left out."),
        Parameter.optional(
            "where",
            "EXPR",
            Kind.ONE,
            "Only rows for which this holds, such as: temp > 20 and city = 'Oslo'."),
        Parameter.optional(
            "types", "COL=TYPE", Kind.LIST, "Read a column as string, long or double."),
        Parameter.optional(
            "delimiter", "CHAR", Kind.ONE, "Between fields; tab for a tab. Detected by default."),
        Parameter.flag("no-header", "The first line is data."),
        Parameter.optional("columns", "COL", Kind.LIST, "Names of the columns with --no-header."),
        Parameter.flag("multiline", "Quoted fields may hold line breaks: one task per file."),
        Parameter.withDefault(
            "on-error", "fail|skip", "fail", "What to do about records that can't be read."),
        Parameter.optional(
            "partition-size", "SIZE", Kind.ONE, "Bytes a task reads, such as 4MiB."));
  }

  @Override
  public Plan plan(JobSpec spec) throws IOException {
    return plan(spec, InputRoots.ANYWHERE);
  }

  @Override
  public Plan plan(JobSpec spec, InputRoots roots) throws IOException {
    if (spec.values("input").isEmpty()) {
      throw new InvalidJobException("--input is required");
    }
    var query =
        new GroupByQuery(
            spec.values("by"),
            spec.values("agg"),
            spec.value("where").orElse("").strip(),
            skipsBadRecords(spec));
    query.aggregates().forEach(AggregateCall::parse); // before any file is opened
    boolean multiline = spec.has("multiline");
    var options =
        new CsvOptions(delimiter(spec), !spec.has("no-header"), spec.values("columns"), multiline);
    List<InputFile> files = InputFiles.resolve(spec.values("input"), roots);
    CsvSplit split =
        CsvSplit.of(
            files, multiline, ByteSize.parse("partition-size", spec.value("partition-size")));
    SniffedCsv sniffed = CsvSniffer.sniff(files, options, roots);
    CsvFormat format = sniffed.format();
    var undecided = new HashSet<>(sniffed.unseen());
    for (String override : spec.values("types")) {
      format = withType(format, override);
      undecided.remove(typedName(override));
    }
    return new GroupByPlan(
        split, BoundQuery.decide(query, format, undecided), query, sniffed.renamed());
  }

  @Override
  public boolean canBeRehearsed() {
    return true;
  }

  private static boolean skipsBadRecords(JobSpec spec) {
    String choice = spec.value("on-error").orElse("fail");
    return switch (choice) {
      case "fail" -> false;
      case "skip" -> true;
      default -> throw new InvalidJobException("--on-error must be fail or skip: given=" + choice);
    };
  }

  private static OptionalInt delimiter(JobSpec spec) {
    String given = spec.value("delimiter").orElse("");
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    if (given.equals("tab") || given.equals("\\t")) {
      return OptionalInt.of('\t');
    }
    if (given.length() != 1) {
      throw new InvalidJobException("--delimiter must be one character or tab: given=" + given);
    }
    return OptionalInt.of(given.charAt(0));
  }

  private static String typedName(String override) {
    int equals = override.lastIndexOf('=');
    if (equals < 1) {
      throw new InvalidJobException(
          "--types takes COL=string, COL=long or COL=double: given=" + override);
    }
    return override.substring(0, equals);
  }

  private static CsvFormat withType(CsvFormat format, String override) {
    String name = typedName(override);
    FieldType type =
        switch (override.substring(name.length() + 1)) {
          case "string" -> FieldType.TEXT;
          case "long" -> FieldType.LONG;
          case "double" -> FieldType.DOUBLE;
          default ->
              throw new InvalidJobException(
                  "--types knows string, long and double: given=" + override);
        };
    var columns = new SelectedColumns(format);
    int selected = columns.select("--types", name);
    return format.withType(columns.fileColumns()[selected], type);
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(
        GroupByPlan.class,
        GroupByQuery.class,
        GroupByPartial.class,
        CsvSplit.class,
        CsvFormat.class,
        FieldType.class,
        InputFile.class,
        BadRecord.class,
        RecordContinuity.class);
  }
}
