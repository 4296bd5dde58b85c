package io.reparto.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.reparto.k8s.kustomize.Kustomize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is given to Kubernetes, as objects. */
public final class Manifests {
  private static final Pattern BETWEEN_DOCUMENTS = Pattern.compile("(?m)^---$");

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final List<HasMetadata> objects;

  private Manifests(List<HasMetadata> objects) {
    this.objects = objects;
  }

  /**
   * The objects of a directory with a kustomization.
   *
   * @param directory below k8s
   */
  public static Manifests build(String directory) throws IOException {
    return buildAt(SourceTree.K8S.resolve(directory));
  }

  /** As {@link #build}, of any directory. */
  static Manifests buildAt(Path directory) throws IOException {
    return new Manifests(
        Kustomize.build(directory).stream()
            .map(object -> YAML.<HasMetadata>unmarshal(object.toString()))
            .toList());
  }

  /** The objects of one file. */
  static Manifests read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** The objects of a text in YAML. */
  static Manifests parse(String yaml) {
    List<HasMetadata> objects =
        BETWEEN_DOCUMENTS
            .splitAsStream(yaml)
            .filter(document -> !document.isBlank())
            .map(document -> YAML.<HasMetadata>unmarshal(document))
            .toList();
    return new Manifests(objects);
  }

  /** All of them. */
  List<HasMetadata> all() {
    return objects;
  }

  /** Those of a kind. */
  public <T extends HasMetadata> Stream<T> of(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** The one of a kind and name. */
  public <T extends HasMetadata> T the(Class<T> kind, String name) {
    List<T> found = of(kind).filter(each -> each.getMetadata().getName().equals(name)).toList();
    assertThat(found).as("%s %s", kind.getSimpleName(), name).hasSize(1);
    return found.get(0);
  }
}
