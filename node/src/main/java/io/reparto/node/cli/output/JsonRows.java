package io.reparto.node.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.text.Cells;
import io.reparto.protocol.text.NumberText;
import java.io.IOException;

/** The rows of a result as a JSON array with an object for each, a line a row. */
final class JsonRows {
  private JsonRows() {}

  static void write(JobResult result, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (int row = 0; row < result.rows(); row++) {
      json.writeRaw(row == 0 ? "\n" : "");
      json.writeStartObject();
      for (Column column : result.columns()) {
        json.writeFieldName(column.name());
        writeValue(column, row, json);
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
    json.writeEndArray();
  }

  private static void writeValue(Column column, int row, JsonGenerator json) throws IOException {
    if (column.isNull(row)) {
      json.writeNull();
    } else if (column instanceof LongColumn longs) {
      json.writeNumber(longs.values()[row]);
    } else if (column instanceof DoubleColumn doubles) {
      double value = doubles.values()[row];
      if (Double.isFinite(value)) {
        json.writeNumber(NumberText.of(value));
      } else {
        json.writeString(Double.toString(value));
      }
    } else {
      json.writeString(Cells.text(column, row));
    }
  }
}
