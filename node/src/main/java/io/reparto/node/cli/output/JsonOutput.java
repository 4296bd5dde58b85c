package io.reparto.node.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import io.reparto.protocol.text.NumberText;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A report as one JSON object and a line feed, whatever the job's end. {@code result} is an array
 * with an object for each row, or null. JSON has no NaN and no infinity: they are the strings
 * {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}, so that null keeps meaning "no value".
 * Written as a stream: no copy of the result is held.
 */
final class JsonOutput {
  private static final double NANOS_PER_SECOND = 1e9;

  private JsonOutput() {}

  static void write(JobReport report, OutputStream out) throws IOException {
    var factory = new JsonFactory().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
    JsonGenerator json = factory.createGenerator(out);
    json.writeStartObject();
    json.writeStringField("job", report.job());
    json.writeStringField("state", report.state().name().toLowerCase(Locale.ROOT));
    json.writeFieldName("result");
    if (report.result().isPresent()) {
      JsonRows.write(report.result().get(), json);
    } else {
      json.writeNull();
    }
    writeNullable("digest", report.digest().orElse(null), json);
    JobSummary summary = report.summary();
    writeLedger(summary.ledger(), json);
    json.writeNumberField("rows", summary.done().units());
    json.writeNumberField("bytes", summary.done().bytes());
    json.writeObjectFieldStart("seconds");
    writeSeconds("plan", summary.planning(), json);
    writeSeconds("run", summary.running(), json);
    writeSeconds("total", report.total(), json);
    json.writeEndObject();
    json.writeArrayFieldStart("remarks");
    for (String remark : summary.remarks()) {
      json.writeString(remark);
    }
    json.writeEndArray();
    writeCertificates(summary.certificates(), report.logs(), json);
    if (report.state() == JobReport.State.FAILED) {
      writeNullable("reason", report.reason().orElse(null), json);
    }
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static void writeLedger(LedgerCounts ledger, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("tasks");
    json.writeNumberField("planned", ledger.planned());
    json.writeNumberField("committed", ledger.committed());
    json.writeNumberField("attempts", ledger.attempts());
    json.writeNumberField("refused", ledger.refused());
    json.writeEndObject();
  }

  private static void writeCertificates(
      List<DeathCertificate> certificates, WorkerLogs logs, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("certificates");
    for (DeathCertificate certificate : certificates) {
      json.writeStartObject();
      json.writeNumberField("task", certificate.task());
      json.writeNumberField("attempt", certificate.attempt());
      json.writeStringField("partition", certificate.partition());
      json.writeStringField("worker", certificate.worker());
      json.writeStringField("cause", certificate.cause());
      json.writeStringField("where", certificate.where());
      writeSeconds("seconds", certificate.lasted(), json);
      json.writeArrayFieldStart("log");
      for (String line : logs.lastLines(certificate.worker())) {
        json.writeString(line);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeSeconds(String name, Duration duration, JsonGenerator json)
      throws IOException {
    json.writeFieldName(name);
    json.writeNumber(NumberText.of(duration.toNanos() / NANOS_PER_SECOND));
  }

  private static void writeNullable(String name, String value, JsonGenerator json)
      throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value);
    }
  }
}
