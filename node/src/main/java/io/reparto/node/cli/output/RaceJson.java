package io.reparto.node.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.reparto.node.race.explain.Explanation;
import io.reparto.node.race.explain.LostUpdate;
import io.reparto.node.race.explain.Step;
import io.reparto.node.race.report.Outcome;
import io.reparto.node.race.report.RaceReport;
import io.reparto.protocol.job.JobResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * A race as one JSON object and a line feed: the settings, the machine, the table with a row for
 * each strategy, the count of every round, and the explanation or null.
 */
final class RaceJson {
  private RaceJson() {}

  static void write(RaceReport report, JobResult table, OutputStream out) throws IOException {
    var factory = new JsonFactory().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
    JsonGenerator json = factory.createGenerator(out);
    json.writeStartObject();
    json.writeStringField("race", report.parties());
    json.writeNumberField(report.parties(), report.settings().parties());
    json.writeNumberField("increments", report.settings().increments());
    json.writeNumberField("rounds", report.settings().rounds());
    MachineJson.write(report.machine(), json);
    json.writeFieldName("result");
    JsonRows.write(table, json);
    json.writeObjectFieldStart("observed");
    for (Outcome outcome : report.outcomes()) {
      json.writeArrayFieldStart(outcome.strategy());
      for (long count : outcome.observed()) {
        json.writeNumber(count);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeFieldName("explanation");
    if (report.explanation().isPresent()) {
      writeExplanation(report.explanation().get(), json);
    } else {
      json.writeNull();
    }
    json.writeArrayFieldStart("remarks");
    for (String remark : report.remarks()) {
      json.writeString(remark);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static void writeExplanation(Explanation explanation, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("rounds", explanation.rounds());
    json.writeNumberField("expected", explanation.expected());
    json.writeNumberField("observed", explanation.observed());
    json.writeFieldName("lostUpdate");
    if (explanation.lostUpdate().isPresent()) {
      LostUpdate lost = explanation.lostUpdate().get();
      json.writeStartObject();
      json.writeArrayFieldStart("steps");
      for (Step step : lost.steps()) {
        json.writeStartObject();
        json.writeNumberField("nanos", step.nanos());
        json.writeStringField("thread", step.threadName());
        json.writeStringField("does", step.kind().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("value", step.value());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("otherAccessesBetween", lost.others());
      json.writeEndObject();
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }
}
