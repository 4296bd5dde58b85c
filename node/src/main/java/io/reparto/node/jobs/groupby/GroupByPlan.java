package io.reparto.node.jobs.groupby;

import io.reparto.node.input.BadRecord;
import io.reparto.node.input.CsvFormat;
import io.reparto.node.input.CsvSplit;
import io.reparto.node.input.FieldType;
import io.reparto.node.input.InputFile;
import io.reparto.node.input.RecordContinuity;
import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A group-by over CSV files: which bytes each task reads, and what is asked of them.
 *
 * @param split the byte ranges
 * @param format of all files, types as the query reads them
 * @param query fits the format
 * @param renamed columns whose names the header holds twice, for the user to read
 */
public record GroupByPlan(
    CsvSplit split, CsvFormat format, GroupByQuery query, List<String> renamed) implements Plan {

  private static final int MOST_SHOWN = 5;

  public GroupByPlan {
    renamed = List.copyOf(renamed);
  }

  @Override
  public int taskCount() {
    return split.taskCount();
  }

  @Override
  public Partition partition(int task) {
    return split.partition(task);
  }

  @Override
  public Work total() {
    return new Work(Work.UNKNOWN, split.totalBytes());
  }

  @Override
  public String unit() {
    return "rows";
  }

  @Override
  public Kernel openKernel() {
    return openKernel(InputRoots.ANYWHERE);
  }

  @Override
  public Kernel openKernel(InputRoots roots) {
    return new GroupByKernel(bound(), format, roots);
  }

  private BoundQuery bound() {
    return new BoundQuery(query, format);
  }

  @Override
  public GroupByPartial identity() {
    var table = new GroupTable(bound().aggregation().layout(), 0);
    return new GroupByPartial(table, 0, 0, List.of(), RecordContinuity.EMPTY);
  }

  /** The largest partial's groups: no fewer can come out, and most often no more. */
  @Override
  public String preview(List<PartialAggregate> partials) {
    int groups = 0;
    for (PartialAggregate partial : partials) {
      groups = Math.max(groups, ((GroupByPartial) partial).table().groups());
    }
    if (groups == 0) {
      return "";
    }
    return (partials.size() > 1 ? "≥ " : "") + groups + (groups == 1 ? " group" : " groups");
  }

  @Override
  public JobResult finish(PartialAggregate root) {
    var partial = (GroupByPartial) root;
    partial.continuity().requireUnbroken(split.files());
    GroupTable table = query.by().isEmpty() ? oneGroup(partial.table()) : partial.table();
    BoundQuery bound = bound();
    List<KeyColumn> keys = keys(table, bound);
    int[] order = GroupOrder.of(keys, table.groups());
    var columns = new ArrayList<Column>();
    for (KeyColumn key : keys) {
      columns.add(key.toColumn(order));
    }
    var answers = new AnswerColumns(table, order);
    for (Aggregation.Answer answer : bound.aggregation().answers()) {
      columns.add(answers.column(answer));
    }
    return new JobResult(columns);
  }

  /** All rows together are an answer even if there are none. */
  private static GroupTable oneGroup(GroupTable table) {
    if (table.groups() > 0) {
      return table;
    }
    var one = new GroupTable(table.layout(), 1);
    var key = new KeyBlock();
    key.loadEmpty(1);
    one.locate(key, 1, new int[1]);
    return one;
  }

  private static List<KeyColumn> keys(GroupTable table, BoundQuery bound) {
    var keys = new ArrayList<KeyColumn>();
    for (int key : bound.keys()) {
      keys.add(new KeyColumn(bound.columns().name(key), bound.columns().type(key), table.groups()));
    }
    new KeyDecoder(table, keys).decode();
    return keys;
  }

  @Override
  public List<String> remarks(PartialAggregate root) {
    var partial = (GroupByPartial) root;
    var remarks = new ArrayList<String>();
    if (!renamed.isEmpty()) {
      remarks.add("the header holds names twice, renamed: " + shown(renamed));
    }
    BoundQuery bound = bound();
    if (Arrays.stream(bound.keys()).anyMatch(key -> bound.columns().type(key) == FieldType.TEXT)) {
      addMalformedKeys(keys(partial.table(), bound), remarks);
    }
    addSkipped(partial, remarks);
    return remarks;
  }

  private static void addMalformedKeys(List<KeyColumn> keys, List<String> remarks) {
    for (KeyColumn key : keys) {
      int malformed = key.malformedTexts();
      if (malformed > 0) {
        remarks.add(
            "texts that are no UTF-8 are grouped by their bytes and shown with \uFFFD: column="
                + key.name()
                + ", rows="
                + malformed
                + "; convert the file, as with iconv -f latin1 -t utf-8, to see them right");
      }
    }
  }

  private static void addSkipped(GroupByPartial partial, List<String> remarks) {
    if (partial.skippedRecords() == 0) {
      return;
    }
    remarks.add(
        "skipped records that can't be read: skipped="
            + partial.skippedRecords()
            + ", read="
            + partial.rows()
            + ", shown="
            + partial.firstSkipped().size());
    for (BadRecord bad : partial.firstSkipped()) {
      remarks.add(bad.describe());
    }
  }

  /** The first of them and how many follow. */
  private static String shown(List<String> all) {
    String first = String.join(", ", all.subList(0, Math.min(MOST_SHOWN, all.size())));
    int more = all.size() - MOST_SHOWN;
    return more > 0 ? first + ", and " + more + " more" : first;
  }

  @Override
  public List<Operator> operators() {
    BoundQuery bound = bound();
    var operators = new ArrayList<Operator>();
    operators.add(new Operator("scan csv", scanAttributes(bound.columns())));
    if (!query.where().isEmpty()) {
      operators.add(new Operator("filter", Map.of("where", query.where())));
    }
    var partial = new LinkedHashMap<String, String>();
    partial.put("by", query.by().isEmpty() ? "nothing: one group" : String.join(", ", query.by()));
    partial.put("aggregates", String.join(", ", query.aggregates()));
    partial.put("bytes per group", String.valueOf(8 * bound.aggregation().layout().stride()));
    operators.add(new Operator("group-by partial", partial));
    var merge = new LinkedHashMap<String, String>();
    merge.put("order", "binary tree in task order");
    merge.put("depth", String.valueOf(depth(taskCount())));
    operators.add(new Operator("merge", merge));
    String sort = query.by().isEmpty() ? "none" : String.join(", ", query.by());
    operators.add(new Operator("finish", Map.of("sort", sort)));
    return operators;
  }

  private Map<String, String> scanAttributes(SelectedColumns columns) {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("files", String.valueOf(split.files().size()));
    attributes.put("paths", shown(split.files().stream().map(InputFile::path).toList()));
    attributes.put("read by", "every worker, from its own file system");
    long compressed = split.files().stream().filter(InputFile::isGzip).count();
    if (compressed > 0) {
      attributes.put("gzip files", compressed + ", one task each");
    }
    if (split.multiline()) {
      attributes.put("multiline", "one task per file");
    }
    attributes.put("bytes", String.valueOf(split.totalBytes()));
    attributes.put("tasks", String.valueOf(taskCount()));
    attributes.put(
        "delimiter", format.delimiter() == '\t' ? "tab" : "" + (char) format.delimiter());
    attributes.put("header", format.header() ? "yes" : "no");
    if (!renamed.isEmpty()) {
      attributes.put("names held twice", shown(renamed));
    }
    attributes.put(
        "columns",
        IntStream.range(0, columns.size())
            .mapToObj(column -> columns.name(column) + " " + typeWord(columns.type(column)))
            .collect(Collectors.joining(", ")));
    attributes.put("columns kept", columns.size() + " of " + format.columns().size());
    attributes.put("on error", query.skipBadRecords() ? "skip" : "fail");
    return attributes;
  }

  private static String typeWord(FieldType type) {
    return type == FieldType.TEXT ? "string" : type.name().toLowerCase(Locale.ROOT);
  }

  /** Levels of merging above the leaves. */
  private static int depth(int tasks) {
    return tasks < 2 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(tasks - 1);
  }
}
