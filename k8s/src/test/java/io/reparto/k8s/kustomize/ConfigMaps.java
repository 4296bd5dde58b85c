package io.reparto.k8s.kustomize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code configMapGenerator}: ConfigMaps of files, whose names end with a hash of what is in them.
 */
final class ConfigMaps {
  private static final String KIND = "ConfigMap";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HASH_LENGTH = 10;

  /** The fields under which a pod refers to a ConfigMap by its {@code name}. */
  private static final Set<String> REFERENCES =
      Set.of("configMap", "configMapRef", "configMapKeyRef");

  private ConfigMaps() {}

  static void generate(Fields kustomization, KubernetesObjects objects) throws IOException {
    boolean plain =
        kustomization
            .mapping("generatorOptions")
            .map(options -> options.only("disableNameSuffixHash").flag("disableNameSuffixHash"))
            .orElse(false);
    for (Fields each : kustomization.mappings("configMapGenerator")) {
      each.only("name", "behavior", "files");
      String behavior = each.text("behavior").orElse("create");
      ObjectNode made = create(each);
      if (behavior.equals("merge") && !plain) {
        ObjectNode before =
            objects
                .find(KIND, each.required("name"))
                .orElseThrow(() -> each.wrong("name", "nothing to merge with"));
        before.withObject("/data").setAll((ObjectNode) made.get("data"));
      } else if (!behavior.equals("create")) {
        throw each.wrong("behavior", "not known to this reader");
      } else if (plain) {
        objects.add(made);
      } else {
        objects.addHashed(made);
      }
    }
  }

  private static ObjectNode create(Fields generator) throws IOException {
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    made.put("apiVersion", "v1").put("kind", KIND);
    made.putObject("metadata").put("name", generator.required("name"));
    ObjectNode data = made.putObject("data");
    for (String entry : generator.texts("files")) {
      String path = entry.substring(entry.indexOf('=') + 1);
      Path file = generator.file().resolveSibling(path);
      String key =
          path.equals(entry)
              ? file.getFileName().toString()
              : entry.substring(0, entry.indexOf('='));
      data.put(key, Files.readString(file)); // refuses what is no text
    }
    return made;
  }

  /** Gives those that want it a name by their contents, and changes who refers to them. */
  static void addHashes(KubernetesObjects objects) {
    for (ObjectNode each : objects.hashed()) {
      String name = KubernetesObjects.name(each);
      String hashed = name + "-" + hash(each.get("data"));
      each.withObject("/metadata").put("name", hashed);
      objects.all().forEach(object -> rename(object, name, hashed));
    }
  }

  private static void rename(JsonNode within, String name, String hashed) {
    within
        .fields()
        .forEachRemaining(
            field -> {
              if (REFERENCES.contains(field.getKey())
                  && field.getValue() instanceof ObjectNode reference
                  && reference.path("name").asText().equals(name)) {
                reference.put("name", hashed);
              }
              rename(field.getValue(), name, hashed);
            });
    if (within.isArray()) {
      within.forEach(item -> rename(item, name, hashed));
    }
  }

  /** As kubectl does it: SHA-256 of what Go makes of it as JSON, in an alphabet without words. */
  private static String hash(JsonNode data) {
    try {
      var sorted = new TreeMap<String, String>();
      data.fields()
          .forEachRemaining(field -> sorted.put(field.getKey(), field.getValue().asText()));
      String json =
          JSON.writeValueAsString(new TreeMap<>(Map.of("kind", KIND, "name", "", "data", sorted)))
              .replace("&", "\\u0026")
              .replace("<", "\\u003c")
              .replace(">", "\\u003e");
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of()
          .formatHex(sum)
          .substring(0, HASH_LENGTH)
          .replace('0', 'g')
          .replace('1', 'h')
          .replace('3', 'k')
          .replace('a', 'm')
          .replace('e', 't');
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
