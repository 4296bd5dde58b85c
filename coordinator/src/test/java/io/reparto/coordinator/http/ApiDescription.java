package io.reparto.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The committed {@code openapi.json}, for tests to compare with what the server does. */
final class ApiDescription {
  private final JsonNode root;

  ApiDescription() {
    try (InputStream in = HttpApi.class.getResourceAsStream("openapi.json")) {
      root = JsonMapper.builder().build().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode root() {
    return root;
  }

  /** Such as {@code GET /api/jobs/{id}}. */
  List<String> operations() {
    var operations = new ArrayList<String>();
    root.get("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (!method.equals("parameters")) {
                            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    return operations;
  }

  JsonNode operation(String method, String template) {
    return root.get("paths").path(template).path(method.toLowerCase(Locale.ROOT));
  }

  /** Checks a response's status, type, headers and, if it is JSON, the names of its fields. */
  void check(String method, String template, HttpResponse<String> response) throws IOException {
    JsonNode described =
        resolved(
            operation(method, template)
                .path("responses")
                .path(Integer.toString(response.statusCode())));
    String what = method + " " + template + " " + response.statusCode() + " " + response.body();
    assertThat(described.isObject()).as("described: " + what).isTrue();
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
    JsonNode content = described.get("content").path(type);
    assertThat(content.isObject()).as(type + " is described: " + what).isTrue();
    described
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            name ->
                assertThat(response.headers().firstValue(name)).as(name + ": " + what).isPresent());
    if (type.endsWith("json") && !template.endsWith("openapi.json")) {
      checkFields(
          JsonMapper.builder().build().readTree(response.body()), content.get("schema"), what);
    }
  }

  private void checkFields(JsonNode value, JsonNode schemaOrReference, String what) {
    JsonNode schema = resolved(schemaOrReference);
    if (value.isArray()) {
      value.forEach(element -> checkFields(element, schema.get("items"), what));
    } else if (value.isObject()) {
      value
          .fields()
          .forEachRemaining(
              field -> {
                JsonNode property = schema.path("properties").path(field.getKey());
                assertThat(property.isObject())
                    .as(field.getKey() + " is described: " + what)
                    .isTrue();
                checkFields(field.getValue(), property, what);
              });
      schema
          .path("required")
          .forEach(name -> assertThat(value.has(name.asText())).as(name + ": " + what).isTrue());
    }
  }

  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
  }
}
