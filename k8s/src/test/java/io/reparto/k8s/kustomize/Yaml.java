package io.reparto.k8s.kustomize;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads YAML as kubectl does: 0440 is octal, and a key that comes twice is an error. */
final class Yaml {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          YAMLFactory.builder().build().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

  private Yaml() {}

  /** The objects of a file with any number of documents. */
  static List<ObjectNode> objects(Path file) throws IOException {
    var objects = new ArrayList<ObjectNode>();
    for (JsonNode document : documents(Files.readString(file))) {
      if (!(document instanceof ObjectNode object)) {
        throw new IllegalArgumentException("no object: file=" + file);
      }
      objects.add(object);
    }
    return objects;
  }

  /** The documents of a text but those in which nothing is. */
  static List<JsonNode> documents(String text) throws IOException {
    var documents = new ArrayList<JsonNode>();
    try (JsonParser parser = MAPPER.createParser(text)) {
      JsonNode document = MAPPER.readTree(parser);
      while (document != null) {
        if (!document.isNull()) {
          documents.add(document);
        }
        document = MAPPER.readTree(parser);
      }
    }
    return documents;
  }
}
