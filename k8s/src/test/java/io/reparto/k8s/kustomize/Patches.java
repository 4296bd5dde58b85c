package io.reparto.k8s.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * {@code patches}: each a strategic merge or a list of JSON 6902 operations, from a file or there
 * and then. One that is for no object is an error, other than with kubectl: it is a mistake.
 */
final class Patches {
  private Patches() {}

  static void apply(Fields kustomization, KubernetesObjects objects) throws IOException {
    for (Fields each : kustomization.mappings("patches")) {
      each.only("path", "patch", "target");
      JsonNode patch = read(each);
      List<ObjectNode> targets = targets(each, patch, objects);
      if (targets.isEmpty()) {
        throw each.wrong("target", "a patch for nothing");
      }
      for (ObjectNode target : targets) {
        apply(patch, target, objects);
      }
    }
  }

  private static JsonNode read(Fields patch) throws IOException {
    Optional<String> path = patch.text("path");
    if (path.isPresent() == patch.text("patch").isPresent()) {
      throw patch.wrong("path", "not one of path and patch");
    }
    String text =
        path.isPresent()
            ? Files.readString(patch.file().resolveSibling(path.get()))
            : patch.required("patch");
    List<JsonNode> documents = Yaml.documents(text);
    if (documents.size() != 1 || documents.get(0).isValueNode()) {
      throw patch.wrong(path.isPresent() ? "path" : "patch", "not one patch");
    }
    return documents.get(0);
  }

  /** Of the kind and name that are given: of all names if none is. */
  private static List<ObjectNode> targets(
      Fields patch, JsonNode content, KubernetesObjects objects) {
    Optional<Fields> target = patch.mapping("target");
    if (target.isEmpty() && !(content instanceof ObjectNode)) {
      throw patch.wrong("target", "missing");
    }
    Optional<String> kind;
    Optional<String> name;
    if (target.isPresent()) {
      target.get().only("kind", "name");
      kind = target.get().text("kind");
      name = target.get().text("name");
    } else {
      kind = Optional.of(KubernetesObjects.kind((ObjectNode) content));
      name = Optional.of(KubernetesObjects.name((ObjectNode) content));
    }
    return objects.all().stream()
        .filter(each -> kind.isEmpty() || KubernetesObjects.kind(each).matches(kind.get()))
        .filter(each -> name.isEmpty() || KubernetesObjects.name(each).matches(name.get()))
        .toList();
  }

  private static void apply(JsonNode patch, ObjectNode object, KubernetesObjects objects) {
    if (!(patch instanceof ObjectNode merge)) {
      JsonNode patched = JsonPatch.apply(patch.deepCopy(), object);
      object.removeAll();
      object.setAll((ObjectNode) patched);
    } else if (StrategicMerge.deletes(merge)) {
      objects.remove(object);
    } else {
      // Kind and name of the patch say what it is for; they change nothing.
      ObjectNode changes = merge.deepCopy();
      changes.remove(List.of("apiVersion", "kind"));
      if (changes.get("metadata") instanceof ObjectNode metadata) {
        metadata.remove("name");
      }
      StrategicMerge.merge(object, changes);
    }
  }
}
