package io.reparto.node.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reparto.node.cli.Console;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.api.StatusJson;
import io.reparto.protocol.message.JobStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A job of a cluster as JSON: the API's document of it, with the last lines of its workers' logs
 * where they can be had, as {@code log} of each certificate.
 */
public final class StatusOutput {
  private StatusOutput() {}

  /**
   * Prints the document and a line feed.
   *
   * @throws IOException if not everything could be written
   */
  public static void printJson(JobStatus status, WorkerLogs logs, Console console)
      throws IOException {
    JsonNode document = ApiJson.LENIENT.valueToTree(StatusJson.of(status));
    for (JsonNode certificate : document.path("certificates")) {
      var log = ((ObjectNode) certificate).putArray("log");
      logs.lastLines(certificate.path("worker").asText()).forEach(log::add);
    }
    String text = ApiJson.LENIENT.writeValueAsString(document) + "\n";
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
    console.out().flush();
  }
}
