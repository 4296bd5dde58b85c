package io.reparto.node.cli.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Partition;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** A plan for programs: one object; an unknown amount is null. */
final class PlanJson {
  private PlanJson() {}

  static void write(PlanView view, OutputStream out) throws IOException {
    var factory = new JsonFactory().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
    JsonGenerator json = factory.createGenerator(out).useDefaultPrettyPrinter();
    json.writeStartObject();
    json.writeStringField("job", view.spec().job());
    json.writeObjectFieldStart("arguments");
    for (Map.Entry<String, List<String>> argument : view.spec().arguments().entrySet()) {
      json.writeArrayFieldStart(argument.getKey());
      for (String value : argument.getValue()) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeNumberField("tasks", view.tasks());
    json.writeStringField("unit", view.unit());
    writeAmount("units", view.total().units(), json);
    writeAmount("bytes", view.total().bytes(), json);
    json.writeNumberField("mergeDepth", view.mergeDepth());
    json.writeArrayFieldStart("operators");
    for (Operator operator : view.operators()) {
      json.writeStartObject();
      json.writeStringField("name", operator.name());
      json.writeObjectFieldStart("attributes");
      for (Map.Entry<String, String> attribute : operator.attributes().entrySet()) {
        json.writeStringField(attribute.getKey(), attribute.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("partitions");
    for (Partition partition : view.examples()) {
      json.writeStartObject();
      json.writeNumberField("task", partition.task());
      json.writeStringField("bounds", partition.describe());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("partitionsOmitted", view.omitted());
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static void writeAmount(String name, long amount, JsonGenerator json) throws IOException {
    if (amount < 0) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, amount);
    }
  }
}
