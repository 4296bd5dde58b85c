package io.reparto.node.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.reparto.node.lab.MeasuredRun;
import io.reparto.node.lab.timing.Timing;
import io.reparto.node.lab.timing.TimingReport;
import io.reparto.node.lab.timing.TimingTable;
import io.reparto.node.lab.timing.WorkerTable;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.text.NumberText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * A timing as one JSON object and a line feed: what was run and where, the table, a row for each
 * worker, and every run as it was measured.
 */
final class TimingJson {
  private TimingJson() {}

  static void write(TimingReport report, OutputStream out) throws IOException {
    var factory = new JsonFactory().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
    JsonGenerator json = factory.createGenerator(out);
    Timing timing = report.timing();
    json.writeStartObject();
    json.writeStringField("job", report.spec().job());
    writeArguments(report.spec().arguments(), json);
    MachineJson.write(report.machine(), json);
    json.writeStringField("digest", timing.anyRun().digest());
    JobSummary summary = timing.anyRun().summary();
    json.writeStringField("unit", summary.unit());
    json.writeNumberField("units", summary.done().units());
    json.writeNumberField("bytes", summary.done().bytes());
    json.writeNumberField("tasks", summary.ledger().planned());
    json.writeNumberField("slots", summary.costs().slots());
    json.writeNumberField("warmUps", timing.warmUps());
    json.writeNumberField("repeats", timing.runs().size());
    json.writeFieldName("result");
    JsonRows.write(TimingTable.of(timing), json);
    json.writeFieldName("workers");
    JsonRows.write(WorkerTable.of(timing), json);
    json.writeArrayFieldStart("runs");
    for (MeasuredRun run : timing.runs()) {
      json.writeStartObject();
      writeSeconds("wall", run.wallSeconds(), json);
      writeSeconds("plan", MeasuredRun.seconds(run.summary().planning().toNanos()), json);
      writeSeconds("run", run.runSeconds(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("remarks");
    for (String remark : report.remarks()) {
      json.writeString(remark);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static void writeArguments(Map<String, List<String>> arguments, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("arguments");
    for (Map.Entry<String, List<String>> argument : arguments.entrySet()) {
      json.writeArrayFieldStart(argument.getKey());
      for (String value : argument.getValue()) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeSeconds(String name, double seconds, JsonGenerator json)
      throws IOException {
    json.writeFieldName(name);
    json.writeNumber(NumberText.of(seconds));
  }
}
