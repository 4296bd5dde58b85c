package io.reparto.coordinator.http;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.text.Cells;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A result as CSV (RFC 4180 quoting, UTF-8, line feeds), as the command line prints it: a header,
 * then every row. A null is an empty field, an empty text is {@code ""}; but if there is one column
 * only, a null is {@code ""} as well, because most readers skip an empty line.
 */
final class CsvRows implements RowWriter {
  private final List<Column> columns;
  private final CsvWriter csv;
  private final String[] fields;

  CsvRows(JobResult result, OutputStream out) {
    this.columns = result.columns();
    this.fields = new String[columns.size()];
    this.csv =
        CsvWriter.builder()
            .quoteStrategy(QuoteStrategies.EMPTY)
            .lineDelimiter(LineDelimiter.LF)
            .build(out);
  }

  @Override
  public void start() {
    for (int index = 0; index < fields.length; index++) {
      fields[index] = columns.get(index).name();
    }
    csv.writeRecord(fields);
  }

  @Override
  public void write(int row) {
    for (int index = 0; index < fields.length; index++) {
      fields[index] = Cells.text(columns.get(index), row);
    }
    if (fields.length == 1 && fields[0] == null) {
      fields[0] = "";
    }
    csv.writeRecord(fields);
  }

  @Override
  public void end() {}

  @Override
  public void flush() throws IOException {
    csv.flush();
  }
}
