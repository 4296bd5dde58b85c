package io.reparto.node.cli.remote;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.JobResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A result from its JSON, read as a stream: the text of a large one is never held. */
final class ResultParser {
  private final JsonParser json;
  private final List<ColumnBuilder> columns = new ArrayList<>();
  private String digest = "";

  private ResultParser(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads a result to its end.
   *
   * @throws IOException if it breaks off or is none
   * @throws ApiException if it is not the result that its digest says
   */
  static JobResult parse(InputStream in) throws IOException {
    try (JsonParser json = ApiJson.LENIENT.getFactory().createParser(in)) {
      return new ResultParser(json).parse();
    }
  }

  private JobResult parse() throws IOException {
    expect(JsonToken.START_OBJECT, json.nextToken());
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "digest" -> digest = json.getText();
        case "columns" -> readColumns();
        case "rows" -> readRows();
        default -> json.skipChildren();
      }
    }
    expect(JsonToken.END_OBJECT, json.currentToken());
    var built = new ArrayList<Column>();
    for (ColumnBuilder column : columns) {
      built.add(column.build());
    }
    var result = new JobResult(built);
    if (!result.digest().equals(digest)) {
      throw new ApiException(
          200, "the result differs from its digest: digest=" + digest + ", rows=" + result.rows());
    }
    return result;
  }

  private void readColumns() throws IOException {
    expect(JsonToken.START_ARRAY, json.currentToken());
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String name = "";
      String type = "";
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "name" -> name = json.getText();
          case "type" -> type = json.getText();
          default -> json.skipChildren();
        }
      }
      columns.add(ColumnBuilder.of(name, type));
    }
  }

  private void readRows() throws IOException {
    expect(JsonToken.START_ARRAY, json.currentToken());
    while (json.nextToken() == JsonToken.START_ARRAY) {
      for (ColumnBuilder column : columns) {
        json.nextToken();
        column.add(json);
      }
      expect(JsonToken.END_ARRAY, json.nextToken());
    }
  }

  private static void expect(JsonToken expected, JsonToken found) throws IOException {
    if (found != expected) {
      throw new IOException("no result: expected=" + expected + ", found=" + found);
    }
  }
}
