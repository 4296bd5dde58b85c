package io.reparto.k8s.kustomize;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Builds a kustomization as {@code kubectl kustomize} does, for the features that those of this
 * repository use. Every other one is an {@link IllegalArgumentException} that names file and key:
 * nothing is passed over.
 */
public final class Kustomize {
  private static final String FILE = "kustomization.yaml";

  private Kustomize() {}

  /** The objects of a directory with a kustomization. */
  public static List<ObjectNode> build(Path directory) throws IOException {
    KubernetesObjects objects = resources(directory.toAbsolutePath().normalize());
    ConfigMaps.addHashes(objects);
    return objects.all();
  }

  private static KubernetesObjects resources(Path directory) throws IOException {
    var objects = new KubernetesObjects();
    Fields kustomization = read(directory, "Kustomization");
    for (String resource : kustomization.texts("resources")) {
      add(directory.resolve(resource).normalize(), kustomization, objects);
    }
    transform(kustomization, objects);
    return objects;
  }

  private static void add(Path resource, Fields kustomization, KubernetesObjects objects)
      throws IOException {
    if (Files.isDirectory(resource)) {
      objects.addAll(resources(resource));
    } else if (Files.isRegularFile(resource)) {
      Yaml.objects(resource).forEach(objects::add);
    } else {
      throw kustomization.wrong("resources", "neither a file nor a directory, " + resource);
    }
  }

  private static Fields read(Path directory, String kind) throws IOException {
    Path file = directory.resolve(FILE);
    List<ObjectNode> documents = Yaml.objects(file);
    if (documents.size() != 1) {
      throw new IllegalArgumentException("not one kustomization: file=" + file);
    }
    Fields fields = Fields.of(file, documents.get(0));
    fields.only(
        "apiVersion",
        "kind",
        "resources",
        "components",
        "namespace",
        "labels",
        "replicas",
        "images",
        "patches",
        "configMapGenerator",
        "generatorOptions");
    if (!fields.text("kind").orElse("Kustomization").equals(kind)) {
      throw fields.wrong("kind", "no " + kind);
    }
    return fields;
  }

  /** In the order of kubectl: what is generated, components, patches, and the rest. */
  private static void transform(Fields kustomization, KubernetesObjects objects)
      throws IOException {
    ConfigMaps.generate(kustomization, objects);
    for (String each : kustomization.texts("components")) {
      Path directory = kustomization.file().resolveSibling(each).normalize();
      Fields component = read(directory, "Component");
      for (String resource : component.texts("resources")) {
        add(directory.resolve(resource).normalize(), component, objects);
      }
      transform(component, objects);
    }
    Patches.apply(kustomization, objects);
    Transformations.apply(kustomization, objects);
  }
}
