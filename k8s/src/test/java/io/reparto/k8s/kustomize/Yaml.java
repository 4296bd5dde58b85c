package io.reparto.k8s.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads YAML as kubectl does: 0440 is octal, and a key that comes twice is an error. */
final class Yaml {
  private static final ObjectMapper MAPPER = new ObjectMapper();

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
  static List<JsonNode> documents(String text) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    var documents = new ArrayList<JsonNode>();
    for (Object document :
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).loadAll(text)) {
      if (document != null) {
        documents.add(MAPPER.valueToTree(document));
      }
    }
    return documents;
  }
}
