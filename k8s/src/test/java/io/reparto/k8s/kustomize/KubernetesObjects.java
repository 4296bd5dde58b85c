package io.reparto.k8s.kustomize;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The objects of a kustomization while it is built: each kind has a name but once. */
final class KubernetesObjects {
  private final List<ObjectNode> all = new ArrayList<>();

  /** Those whose names are to end with a hash of what is in them; by identity, for they change. */
  private final Set<ObjectNode> hashed = Collections.newSetFromMap(new IdentityHashMap<>());

  void add(ObjectNode object) {
    String name = name(object);
    if (kind(object).isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("an object without kind or name: " + object);
    }
    if (find(kind(object), name).isPresent()) {
      throw new IllegalArgumentException("twice: kind=%s, name=%s".formatted(kind(object), name));
    }
    all.add(object);
  }

  /** As {@link #add}, of one that gets a name by its contents in the end. */
  void addHashed(ObjectNode object) {
    add(object);
    hashed.add(object);
  }

  void addAll(KubernetesObjects others) {
    others.all.forEach(this::add);
    hashed.addAll(others.hashed);
  }

  void remove(ObjectNode object) {
    all.removeIf(each -> kind(each).equals(kind(object)) && name(each).equals(name(object)));
    hashed.remove(object);
  }

  Optional<ObjectNode> find(String kind, String name) {
    return all.stream()
        .filter(each -> kind(each).equals(kind) && name(each).equals(name))
        .findAny();
  }

  List<ObjectNode> all() {
    return List.copyOf(all);
  }

  List<ObjectNode> hashed() {
    return all.stream().filter(hashed::contains).toList();
  }

  static String kind(ObjectNode object) {
    return object.path("kind").asText();
  }

  static String name(ObjectNode object) {
    return object.path("metadata").path("name").asText();
  }
}
