package io.reparto.node.lab.timing;

import static io.reparto.node.lab.MeasuredRun.seconds;

import io.reparto.node.lab.MeasuredRun;
import io.reparto.node.lab.Rounding;
import io.reparto.node.lab.Sample;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.TextColumn;
import io.reparto.protocol.message.Costs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A timing as a table: a row for each quantity. Those of slots add up to all slots times the time
 * that the job ran; what partials and the coordinator take goes on beside that.
 */
public final class TimingTable {
  private record Row(String measure, String unit, Sample sample, double share, double perTask) {}

  private final Timing timing;
  private final List<Row> rows = new ArrayList<>();

  private TimingTable(Timing timing) {
    this.timing = timing;
  }

  /** The table; what is measured is rounded to four digits. */
  public static JobResult of(Timing timing) {
    var table = new TimingTable(timing);
    table.addRows();
    return table.result();
  }

  private void addRows() {
    String unit = timing.anyRun().summary().unit();
    add("wall", MeasuredRun::wallSeconds);
    add("plan", run -> seconds(run.summary().planning().toNanos()));
    add("run", MeasuredRun::runSeconds);
    addRow("rate", unit + "/s", run -> run.summary().done().units() / run.runSeconds(), false);
    if (timing.anyRun().summary().done().bytes() > 0) {
      addRow("rate", "bytes/s", run -> run.summary().done().bytes() / run.runSeconds(), false);
    }
    if (timing.runs().stream().allMatch(run -> run.processCpuNanos().isPresent())) {
      add("cpu: process", run -> seconds(run.processCpuNanos().orElseThrow()));
    }
    addCost("cpu: slots", Costs::cpuNanos);
    addSlots("slots: compute", costs(Costs::computeNanos));
    addSlots("slots: merge", costs(Costs::mergeNanos));
    addSlots("slots: queue", costs(Costs::queueNanos));
    addSlots("slots: network", costs(Costs::handOverNanos));
    addSlots("slots: idle", MeasuredRun::idleSeconds);
    addCost("partials: serialise", costs -> costs.encodeNanos() + costs.decodeNanos());
    addCost("partials: network", Costs::transferNanos);
    add("coordinator: merge", run -> seconds(run.summary().costs().mergeNanos()));
  }

  private static ToDoubleFunction<MeasuredRun> costs(Function<Costs, Long> nanos) {
    return run -> seconds(nanos.apply(run.summary().costs().sum()));
  }

  private void addCost(String measure, Function<Costs, Long> nanos) {
    add(measure, costs(nanos));
  }

  private void add(String measure, ToDoubleFunction<MeasuredRun> value) {
    addRow(measure, "s", value, false);
  }

  private void addSlots(String measure, ToDoubleFunction<MeasuredRun> value) {
    addRow(measure, "s", value, true);
  }

  private void addRow(
      String measure, String unit, ToDoubleFunction<MeasuredRun> value, boolean ofSlots) {
    var sample = new Sample(timing.runs().stream().map(value::applyAsDouble).toList());
    double slots = timing.runs().stream().mapToDouble(MeasuredRun::slotSeconds).sum();
    double share = ofSlots ? 100 * sample.mean() * sample.size() / slots : Double.NaN;
    int tasks = timing.anyRun().summary().ledger().committed();
    boolean isTime = unit.equals("s");
    rows.add(
        new Row(measure, unit, sample, share, isTime ? 1e6 * sample.mean() / tasks : Double.NaN));
  }

  private JobResult result() {
    return new JobResult(
        List.of(
            TextColumn.of("measure", rows.stream().map(Row::measure).toList()),
            TextColumn.of("unit", rows.stream().map(Row::unit).toList()),
            Rounding.column("median", rows, row -> row.sample().median()),
            Rounding.column("mean", rows, row -> row.sample().mean()),
            Rounding.column("sigma", rows, row -> row.sample().deviation()),
            Rounding.column("min", rows, row -> row.sample().least()),
            Rounding.column("max", rows, row -> row.sample().most()),
            Rounding.column("% of slots", rows, Row::share),
            Rounding.column("µs/task", rows, Row::perTask)));
  }
}
