package io.reparto.k8s.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping in a kustomization of which every key is known; what is wrong is said with file and
 * key.
 *
 * @param path of the mapping in its file, as a prefix of its keys
 */
record Fields(Path file, String path, ObjectNode node) {

  static Fields of(Path file, JsonNode node) {
    return of(file, "", node);
  }

  private static Fields of(Path file, String path, JsonNode node) {
    if (!(node instanceof ObjectNode mapping)) {
      throw new IllegalArgumentException("no mapping: file=%s, key=%s".formatted(file, path));
    }
    return new Fields(file, path, mapping);
  }

  /** Itself. Another key than these is a feature that kubectl has and this reader has not. */
  Fields only(String... known) {
    Set<String> all = Set.of(known);
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!all.contains(key)) {
                throw wrong(key, "not known to this reader");
              }
            });
    return this;
  }

  IllegalArgumentException wrong(String key, String why) {
    return new IllegalArgumentException("%s: file=%s, key=%s".formatted(why, file, path + key));
  }

  Optional<String> text(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.isNull()) {
      throw wrong(key, "no text");
    }
    return Optional.of(value.asText());
  }

  String required(String key) {
    return text(key).orElseThrow(() -> wrong(key, "missing"));
  }

  int number(String key) {
    if (!node.path(key).isInt()) {
      throw wrong(key, "no number");
    }
    return node.get(key).intValue();
  }

  boolean flag(String key) {
    if (node.has(key) && !node.get(key).isBoolean()) {
      throw wrong(key, "neither true nor false");
    }
    return node.path(key).asBoolean(false);
  }

  /** The items of a list; none where there is no such key. */
  private List<JsonNode> items(String key) {
    var items = new ArrayList<JsonNode>();
    if (node.has(key)) {
      if (!node.get(key).isArray()) {
        throw wrong(key, "no list");
      }
      node.get(key).forEach(items::add);
    }
    return items;
  }

  List<String> texts(String key) {
    return items(key).stream()
        .map(
            item -> {
              if (!item.isTextual()) {
                throw wrong(key, "not only texts");
              }
              return item.asText();
            })
        .toList();
  }

  List<Fields> mappings(String key) {
    var mappings = new ArrayList<Fields>();
    for (JsonNode item : items(key)) {
      mappings.add(of(file, "%s%s[%d].".formatted(path, key, mappings.size()), item));
    }
    return mappings;
  }

  Optional<Fields> mapping(String key) {
    return Optional.ofNullable(node.get(key)).map(value -> of(file, path + key + ".", value));
  }

  /** All keys with their texts, where keys are names that somebody chose. */
  Map<String, String> pairs() {
    var pairs = new LinkedHashMap<String, String>();
    node.fieldNames().forEachRemaining(key -> pairs.put(key, required(key)));
    return pairs;
  }
}
