package io.reparto.k8s.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Strategic merge patches: mappings are merged, null removes, lists of a pod's parts are merged by
 * what names their items, lists of plain values are replaced. The directive {@code $patch: delete}
 * is known, others and other lists of mappings are errors.
 */
final class StrategicMerge {
  private static final String DIRECTIVE = "$patch";

  /** By the mapping or list in which a list is, and its own key. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("spec/containers", "name"),
          Map.entry("spec/initContainers", "name"),
          Map.entry("spec/volumes", "name"),
          Map.entry("spec/imagePullSecrets", "name"),
          Map.entry("containers/env", "name"),
          Map.entry("containers/ports", "containerPort"),
          Map.entry("containers/volumeMounts", "mountPath"),
          Map.entry("initContainers/env", "name"),
          Map.entry("initContainers/ports", "containerPort"),
          Map.entry("initContainers/volumeMounts", "mountPath"));

  private StrategicMerge() {}

  /** Whether a patch does away with what it is for. */
  static boolean deletes(JsonNode patch) {
    if (!patch.has(DIRECTIVE)) {
      return false;
    }
    if (!patch.get(DIRECTIVE).asText().equals("delete")) {
      throw new IllegalArgumentException("a directive not known to this reader: " + patch);
    }
    return true;
  }

  /** Changes an object; the patch stays as it is. */
  static void merge(ObjectNode object, ObjectNode patch) {
    merge(object, patch, "");
  }

  private static void merge(ObjectNode object, ObjectNode patch, String within) {
    patch
        .fields()
        .forEachRemaining(
            field -> {
              String key = field.getKey();
              JsonNode value = field.getValue();
              if (key.startsWith("$")) {
                throw new IllegalArgumentException("a directive not known to this reader: " + key);
              }
              if (value.isNull() || deletes(value)) {
                object.remove(key);
              } else if (value instanceof ObjectNode mapping) {
                boolean isThere = object.get(key) instanceof ObjectNode;
                merge(isThere ? (ObjectNode) object.get(key) : object.putObject(key), mapping, key);
              } else if (value instanceof ArrayNode list) {
                mergeList(object, key, list, within);
              } else {
                object.set(key, value);
              }
            });
  }

  /** What the patch has comes first and in its order, as with kubectl. */
  private static void mergeList(ObjectNode object, String key, ArrayNode patch, String within) {
    List<JsonNode> before = new ArrayList<>();
    object.withArray(key).forEach(before::add);
    ArrayNode list = object.putArray(key);
    String named = KEYS.get(within + "/" + key);
    for (JsonNode item : patch) {
      if (item.isValueNode()) {
        list.add(item);
        continue;
      }
      JsonNode name = named == null ? null : item.get(named);
      if (name == null) {
        throw new IllegalArgumentException(
            "a list that this reader can't merge: list=%s/%s, item=%s"
                .formatted(within, key, item));
      }
      ObjectNode merged = take(before, named, name, list.objectNode());
      if (!deletes(item)) {
        merge(merged, (ObjectNode) item, key);
        list.add(merged);
      }
    }
    if (named != null) {
      list.addAll(before);
    }
  }

  private static ObjectNode take(
      List<JsonNode> items, String named, JsonNode name, ObjectNode otherwise) {
    for (JsonNode item : items) {
      if (name.equals(item.get(named))) {
        items.remove(item);
        return (ObjectNode) item;
      }
    }
    return otherwise;
  }
}
