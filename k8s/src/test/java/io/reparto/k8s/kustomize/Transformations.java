package io.reparto.k8s.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a kustomization says of all objects: namespace, labels, replicas, images. */
final class Transformations {
  private static final KubernetesSerialization KINDS = new KubernetesSerialization();
  private static final Set<String> REPLICATED = Set.of("Deployment", "StatefulSet", "ReplicaSet");

  private Transformations() {}

  static void apply(Fields kustomization, KubernetesObjects objects) {
    kustomization.text("namespace").ifPresent(name -> setNamespace(name, objects));
    for (Fields each : kustomization.mappings("labels")) {
      addLabels(each, objects);
    }
    for (Fields each : kustomization.mappings("replicas")) {
      setReplicas(each, objects);
    }
    for (Fields each : kustomization.mappings("images")) {
      each.only("name", "newName", "newTag", "digest");
      objects.all().forEach(object -> setImages(object, each));
    }
  }

  /** Of all objects that are in one, of the accounts among them where rights are bound to them. */
  private static void setNamespace(String namespace, KubernetesObjects objects) {
    for (ObjectNode object : objects.all()) {
      if (KubernetesObjects.kind(object).equals("Namespace")) {
        object.withObject("/metadata").put("name", namespace);
      } else if (KINDS.convertValue(object, KubernetesResource.class) instanceof Namespaced) {
        object.withObject("/metadata").put("namespace", namespace);
      }
      for (JsonNode subject : object.path("subjects")) {
        String account = subject.path("name").asText();
        if (subject.path("kind").asText().equals("ServiceAccount")
            && (account.equals("default") || objects.find("ServiceAccount", account).isPresent())) {
          ((ObjectNode) subject).put("namespace", namespace);
        }
      }
    }
  }

  private static void addLabels(Fields labels, KubernetesObjects objects) {
    labels.only("pairs", "includeSelectors", "includeTemplates");
    if (labels.flag("includeSelectors")) {
      throw labels.wrong("includeSelectors", "not known to this reader");
    }
    Fields pairs = labels.mapping("pairs").orElseThrow(() -> labels.wrong("pairs", "missing"));
    for (ObjectNode object : objects.all()) {
      pairs.pairs().forEach(object.withObject("/metadata/labels")::put);
      if (labels.flag("includeTemplates") && object.at("/spec/template").isObject()) {
        pairs.pairs().forEach(object.withObject("/spec/template/metadata/labels")::put);
      }
    }
  }

  private static void setReplicas(Fields replicas, KubernetesObjects objects) {
    replicas.only("name", "count");
    String name = replicas.required("name");
    List<ObjectNode> named =
        REPLICATED.stream()
            .map(kind -> objects.find(kind, name))
            .flatMap(Optional::stream)
            .toList();
    if (named.isEmpty()) {
      throw replicas.wrong("name", "replicas of nothing");
    }
    named.forEach(each -> each.withObject("/spec").put("replicas", replicas.number("count")));
  }

  private static void setImages(JsonNode within, Fields images) {
    within
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getKey().equals("containers") || field.getKey().equals("initContainers")) {
                for (JsonNode container : field.getValue()) {
                  setImage((ObjectNode) container, images);
                }
              } else {
                setImages(field.getValue(), images);
              }
            });
  }

  private static void setImage(ObjectNode container, Fields images) {
    String image = container.path("image").asText();
    String name = nameOf(image);
    if (!name.equals(images.required("name"))) {
      return;
    }
    Optional<String> tag = images.text("newTag").map(text -> ":" + text);
    Optional<String> digest = images.text("digest").map(text -> "@" + text);
    String kept = image.substring(name.length());
    String version =
        tag.isEmpty() && digest.isEmpty() ? kept : digest.orElseGet(() -> tag.orElse(""));
    container.put("image", images.text("newName").orElse(name) + version);
  }

  /** Without tag and digest; a colon before the last slash is of a port. */
  private static String nameOf(String image) {
    String undigested = image.split("@", -1)[0];
    int colon = undigested.indexOf(':', undigested.lastIndexOf('/') + 1);
    return colon < 0 ? undigested : undigested.substring(0, colon);
  }
}
