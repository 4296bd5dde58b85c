package io.reparto.protocol.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The mappers of the API's documents. Thread-safe. */
public final class ApiJson {

  /** Reads what strangers send: a field that comes twice and anything after the end are refused. */
  public static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** Reads what the server sends; a newer one may send fields not known here. */
  public static final JsonMapper LENIENT =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private ApiJson() {}

  /** A document in one line. */
  public static String text(Object document) {
    return write(LENIENT.writer(), document);
  }

  /** A document for people to read. */
  public static String prettyText(Object document) {
    return write(LENIENT.writerWithDefaultPrettyPrinter(), document);
  }

  private static String write(ObjectWriter writer, Object document) {
    try {
      return writer.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every document can be written", e);
    }
  }
}
