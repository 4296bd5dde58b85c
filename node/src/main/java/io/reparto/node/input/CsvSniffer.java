package io.reparto.node.input;

import java.io.IOException;
import java.util.List;

/** Reads the heads of the files. */
public final class CsvSniffer {
  private CsvSniffer() {}

  public static CsvFormat sniff(List<InputFile> files, CsvOptions options) throws IOException {
    return new CsvFormat(
        (byte) 0,
        options.header(),
        options.multiline(),
        List.of(files.toString()),
        List.of(FieldType.TEXT),
        1);
  }
}
