package io.reparto.node.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reparto.node.lab.Machine;
import java.io.IOException;

/** The field {@code machine} of a measurement. */
final class MachineJson {
  private MachineJson() {}

  static void write(Machine machine, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("machine");
    json.writeStringField("processor", machine.processor());
    json.writeNumberField("cores", machine.cores());
    json.writeStringField("java", machine.java());
    json.writeEndObject();
  }
}
