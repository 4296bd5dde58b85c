package io.reparto.coordinator.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.text.Cells;
import io.reparto.protocol.text.NumberText;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A result as JSON: its columns, then an array for each row, each on a line of its own. JSON has no
 * NaN and no infinity: they are the strings {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"},
 * so that null keeps meaning "no value".
 */
final class JsonRows implements RowWriter {
  private final JobStatus status;
  private final JobResult result;
  private final JsonGenerator json;

  JsonRows(JobStatus status, JobResult result, OutputStream out) throws IOException {
    this.status = status;
    this.result = result;
    this.json = ApiJson.LENIENT.getFactory().createGenerator(out);
  }

  @Override
  public void start() throws IOException {
    json.writeStartObject();
    json.writeStringField("job", status.job().value());
    json.writeStringField("digest", status.digest());
    json.writeArrayFieldStart("columns");
    for (Column column : result.columns()) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", type(column));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
  }

  private static String type(Column column) {
    if (column instanceof LongColumn) {
      return "long";
    }
    return column instanceof DoubleColumn ? "double" : "text";
  }

  @Override
  public void write(int row) throws IOException {
    json.writeRaw(row == 0 ? "\n" : "");
    json.writeStartArray();
    for (Column column : result.columns()) {
      writeValue(column, row);
    }
    json.writeEndArray();
    json.writeRaw('\n');
  }

  private void writeValue(Column column, int row) throws IOException {
    if (column.isNull(row)) {
      json.writeNull();
    } else if (column instanceof LongColumn longs) {
      json.writeNumber(longs.values()[row]);
    } else if (column instanceof DoubleColumn doubles && Double.isFinite(doubles.values()[row])) {
      json.writeNumber(NumberText.of(doubles.values()[row]));
    } else {
      json.writeString(Cells.text(column, row));
    }
  }

  @Override
  public void end() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }
}
