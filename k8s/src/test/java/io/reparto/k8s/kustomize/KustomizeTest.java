package io.reparto.k8s.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reparto.k8s.Command;
import io.reparto.k8s.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kustomizations are built as kubectl builds them, or refused. */
class KustomizeTest {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: main
      spec:
        template:
          spec:
            containers:
              - name: main
                image: host:5000/some/image:1
                args: [one, two]
                env:
                  - {name: A, value: "1"}
                  - {name: B, value: "2"}
            volumes:
              - name: data
                emptyDir: {}
      """;

  @TempDir Path directory;

  @Test
  void givenWhatWeDeploy_whenBuiltByKubectlToo_thenItIsTheSame() throws Exception {
    assumeTrue(hasKubectl(), "no kubectl here to compare with");
    List<Path> all = new ArrayList<>(List.of(SourceTree.K8S.resolve("base")));
    all.addAll(children("overlays"));
    for (Path component : children("components")) {
      all.add(
          write(
              component.getFileName().toString(),
              """
              resources: [%s]
              components: [%s]
              """
                  .formatted(relative(SourceTree.K8S.resolve("base")), relative(component))));
    }
    all.add(ofScripts("small", "registry.example.org:5000/me/reparto:7", ""));
    all.add(ofScripts("tls", "registry.example.org/reparto@sha256:0123", "config.json"));

    assertThat(all).hasSizeGreaterThan(8);
    for (Path each : all) {
      Map<String, JsonNode> expected = byName(builtByKubectl(each));
      Map<String, JsonNode> built = byName(Kustomize.build(each));
      assertThat(built.keySet()).as(each.toString()).isEqualTo(expected.keySet());
      expected.forEach((name, object) -> assertThat(built.get(name)).as(name).isEqualTo(object));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "host:5000/me/reparto:7, host:5000/me/reparto:7",
    "host:5000/me/reparto, host:5000/me/reparto:latest",
    "host/reparto@sha256:0123, host/reparto@sha256:0123",
    "host/reparto:7@sha256:0123, host/reparto:7@sha256:0123"
  })
  void givenAnImage_whenTheScriptsPrepareADeployment_thenAllPodsRunItAndHaveTheInputs(
      String given, String expected) throws Exception {
    Map<String, JsonNode> objects = byName(Kustomize.build(ofScripts("small", given, "")));

    for (String name : List.of("reparto-coordinator", "reparto-worker")) {
      JsonNode pod = objects.get("Deployment " + name).at("/spec/template/spec");
      assertThat(pod.at("/containers/0/image").asText()).isEqualTo(expected);
      assertThat(pod.at("/volumes/0/configMap/name").asText()).isEqualTo("reparto-data");
      assertThat(objects.get("Deployment " + name).at("/spec/template/metadata/labels").toString())
          .contains("\"app.kubernetes.io/instance\":\"some-namespace\"");
    }
    assertThat(objects.get("ConfigMap reparto-data").at("/data/weather.csv").asText())
        .isEqualTo(Files.readString(SourceTree.HOME.resolve("examples/weather.csv")));
    assertThat(objects).containsKey("Namespace some-namespace");
    assertThat(objects.values())
        .filteredOn(each -> !each.path("kind").asText().equals("Namespace"))
        .extracting(each -> each.at("/metadata/namespace").asText())
        .containsOnly("some-namespace");
  }

  @Test
  void givenAStrategicMerge_whenApplied_thenListsAreMergedByNamesAndNullRemoves() throws Exception {
    List<ObjectNode> built =
        build(
            """
            resources: [main.yaml]
            patches:
              - target: {kind: Deployment}
                patch: |
                  apiVersion: apps/v1
                  kind: Deployment
                  metadata: {name: any}
                  spec:
                    template:
                      spec:
                        containers:
                          - name: main
                            args: [three]
                            env:
                              - {name: C, value: "3"}
                              - {name: B, value: "4"}
                              - {name: A, $patch: delete}
                        volumes:
                          - name: data
                            emptyDir: null
                            secret: {secretName: some, defaultMode: 0440}
            """);

    JsonNode pod = built.get(0).at("/spec/template/spec");
    assertThat(built.get(0).at("/metadata/name").asText()).isEqualTo("main");
    assertThat(pod.at("/containers/0").toString())
        .isEqualTo(
            "{\"name\":\"main\",\"image\":\"host:5000/some/image:1\",\"args\":[\"three\"],"
                + "\"env\":[{\"name\":\"C\",\"value\":\"3\"},{\"name\":\"B\",\"value\":\"4\"}]}");
    assertThat(pod.at("/volumes").toString())
        .isEqualTo(
            "[{\"name\":\"data\",\"secret\":{\"secretName\":\"some\",\"defaultMode\":288}}]");
  }

  @Test
  void givenAGeneratedConfigMap_whenAFileChanges_thenItsNameDoesAndThatInWhatRefersToIt()
      throws Exception {
    String kustomization =
        """
        resources: [main.yaml]
        configMapGenerator:
          - name: some
            files: [f.txt=file.txt]
        patches:
          - target: {kind: Deployment, name: main}
            patch: |
              - {op: add, path: /spec/template/spec/volumes/-, value: {name: c, configMap: {name: some}}}
              - op: add
                path: /spec/template/spec/containers/0/envFrom
                value: [configMapRef: {name: some}, secretRef: {name: some}]
        """;
    Files.writeString(directory.resolve("file.txt"), "a: \"<&>\"\nb\n");
    List<ObjectNode> before = build(kustomization);

    Files.writeString(directory.resolve("file.txt"), "another\n");
    List<ObjectNode> after = build(kustomization);

    String name = before.get(1).at("/metadata/name").asText();
    assertThat(name)
        .isEqualTo("some-th66dk4hgb")
        .isNotEqualTo(after.get(1).at("/metadata/name").asText());
    JsonNode pod = before.get(0).at("/spec/template/spec");
    assertThat(pod.at("/volumes/1/configMap/name").asText()).isEqualTo(name);
    assertThat(pod.at("/containers/0/envFrom").toString())
        .isEqualTo(
            "[{\"configMapRef\":{\"name\":\"%s\"}},{\"secretRef\":{\"name\":\"some\"}}]"
                .formatted(name));
  }

  @ParameterizedTest
  @CsvSource({
    "namePrefix, 'namePrefix: some-'",
    "labels[0].includeSelectors, 'labels: [{pairs: {a: b}, includeSelectors: true}]'",
    "images[0].newname, 'images: [{name: some, newname: other}]'",
    "generatorOptions.immutable, 'generatorOptions: {immutable: true}'",
    "configMapGenerator[0].literals, 'configMapGenerator: [{name: some, literals: [a=b]}]'",
    "patches[0].target.labelSelector, 'patches: [{target: {labelSelector: a=b}, patch: ''{a:"
        + " b}''}]'"
  })
  void givenWhatTheReaderDoesNotKnow_whenBuilt_thenItSaysWhichKeyOfWhichFile(
      String key, String unknown) {
    assertThatThrownBy(() -> build("resources: [main.yaml]\n" + unknown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "not known to this reader: file=%s, key=%s",
            directory.resolve("built/kustomization.yaml"), key);
  }

  @ParameterizedTest
  @CsvSource({
    "'patches: [{target: {kind: Deployment, name: other}, patch: ''{spec: {}}''}]', a patch for"
        + " nothing",
    "'patches: [{target: {kind: Deployment}, patch: ''{spec: {rules: [{a: b}]}}''}]', can't merge",
    "'patches: [{target: {kind: Deployment}, patch: ''{$patch: replace}''}]', directive",
    "'replicas: [{name: other, count: 2}]', replicas of nothing",
    "'resources: [main.yaml, main.yaml]', twice",
    "'resources: [other.yaml]', neither a file nor a directory"
  })
  void givenAMistake_whenBuilt_thenItIsRefused(String text, String why) {
    String all = text.startsWith("resources") ? text : "resources: [main.yaml]\n" + text;

    assertThatThrownBy(() -> build(all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private List<ObjectNode> build(String kustomization) throws IOException {
    Path built = write("built", kustomization);
    Files.writeString(built.resolve("main.yaml"), DEPLOYMENT);
    Path file = directory.resolve("file.txt");
    if (Files.exists(file)) {
      Files.writeString(built.resolve("file.txt"), Files.readString(file));
    }
    return Kustomize.build(built);
  }

  private Path write(String name, String kustomization) throws IOException {
    Path built = Files.createDirectories(directory.resolve(name));
    Files.writeString(built.resolve("kustomization.yaml"), kustomization);
    return built;
  }

  /** From a directory of {@link #write}: kubectl takes no other paths. */
  private String relative(Path path) throws IOException {
    return directory.toRealPath().resolve("any").relativize(path.toRealPath()).toString();
  }

  private static List<Path> children(String name) throws IOException {
    try (Stream<Path> all = Files.list(SourceTree.K8S.resolve(name))) {
      return all.sorted().toList();
    }
  }

  /** What accept.sh gives to kubectl. */
  private Path ofScripts(String overlay, String image, String registry) throws Exception {
    Path work = Files.createTempDirectory(directory, "scripts");
    Command.Outcome made =
        Command.run(
            Map.of(
                "here",
                SourceTree.K8S.toString(),
                "work",
                work.toString(),
                "image",
                image,
                "namespace",
                "some-namespace",
                "registry",
                registry),
            List.of("bash", "-uc", ". \"$here/deployment.sh\" && make_kustomization " + overlay));
    assertThat(made.exitCode()).as(made.stderr()).isZero();
    return work.resolve("run");
  }

  private static boolean hasKubectl() throws Exception {
    return Command.run(Map.of(), List.of("bash", "-c", "command -v kubectl")).exitCode() == 0;
  }

  private static List<ObjectNode> builtByKubectl(Path kustomization) throws Exception {
    Command.Outcome built =
        Command.run(Map.of(), List.of("kubectl", "kustomize", kustomization.toString()));
    assertThat(built.exitCode()).as(built.stderr()).isZero();
    return Yaml.documents(built.stdout()).stream().map(ObjectNode.class::cast).toList();
  }

  private static Map<String, JsonNode> byName(List<ObjectNode> objects) {
    var byName = new TreeMap<String, JsonNode>();
    for (ObjectNode each : objects) {
      byName.put(KubernetesObjects.kind(each) + " " + KubernetesObjects.name(each), each);
    }
    assertThat(byName).hasSameSizeAs(objects);
    return byName;
  }
}
