package io.reparto.node.cli.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.text.Cells;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A result as CSV (RFC 4180 quoting, UTF-8, line feeds): a header, then every row. A null is an
 * empty field, an empty text is {@code ""}; but if there is one column only, a null is {@code ""}
 * as well, because most readers skip an empty line.
 */
final class CsvOutput {
  private CsvOutput() {}

  static void write(JobResult result, OutputStream out) throws IOException {
    List<Column> columns = result.columns();
    var fields = new String[columns.size()];
    try {
      CsvWriter csv =
          CsvWriter.builder()
              .quoteStrategy(QuoteStrategies.EMPTY)
              .lineDelimiter(LineDelimiter.LF)
              .build(out);
      for (int index = 0; index < fields.length; index++) {
        fields[index] = columns.get(index).name();
      }
      csv.writeRecord(fields);
      for (int row = 0; row < result.rows(); row++) {
        for (int index = 0; index < fields.length; index++) {
          fields[index] = Cells.text(columns.get(index), row);
        }
        if (fields.length == 1 && fields[0] == null) {
          fields[0] = "";
        }
        csv.writeRecord(fields);
      }
      csv.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
