package io.reparto.k8s.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reparto.k8s.Command;
import io.reparto.k8s.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./reparto image} puts into an image, without Docker, a registry or a network. */
class ImageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void givenTheDistribution_whenTheImageIsMade_thenItRunsAsNobodyWithoutAShellAndInFewLayers()
      throws Exception {
    Path tar = directory.resolve("reparto.tar");

    Command.Outcome made = reparto("image", "--tar", tar.toString(), "-Djib.from.image=scratch");

    assertThat(made.exitCode()).as(made.stderr()).isZero();
    Path image = extract(tar, directory.resolve("image"));
    JsonNode index = json(image.resolve("index.json")).at("/manifests/0");
    assertThat(index.at("/annotations/org.opencontainers.image.ref.name").asText())
        .matches("localhost/reparto:[0-9.]+");
    JsonNode manifest = json(blob(image, index));
    JsonNode config = json(blob(image, manifest.get("config"))).get("config");
    assertThat(config.get("User").asText()).isEqualTo("10001:10001");
    List<String> entrypoint = texts(config.get("Entrypoint"));
    assertThat(entrypoint).startsWith("java").endsWith("io.reparto.node.Main");
    assertThat(entrypoint).contains("-XX:+ExitOnOutOfMemoryError");
    assertThat(entrypoint).anyMatch(word -> word.startsWith("-XX:MaxRAMPercentage="));
    assertThat(entrypoint).noneMatch(word -> word.contains("sh"));
    assertThat(config.get("Labels").get("org.opencontainers.image.version").asText())
        .isEqualTo(
            index.at("/annotations/org.opencontainers.image.ref.name").asText().split(":", -1)[1]);
    assertThat(config.get("ExposedPorts").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("8550/tcp", "8558/tcp", "25520/tcp");

    var layers = new ArrayList<List<Path>>();
    Path root = directory.resolve("root");
    for (JsonNode layer : manifest.get("layers")) {
      layers.add(files(extract(blob(image, layer), directory.resolve("layer-" + layers.size()))));
      extract(blob(image, layer), root);
    }
    assertThat(layers).hasSize(4); // the first has two short files of Jib's own
    assertThat(layers.get(1)).noneMatch(ImageTest::isOurs).hasSizeGreaterThan(40);
    assertThat(layers.get(2)).allMatch(ImageTest::isOurs).hasSize(3);
    assertThat(layers.get(3))
        .extracting(Path::toString)
        .containsExactly("app/LICENSE", "app/NOTICE");

    Command.Outcome run = run(entrypoint, root);
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stdout()).contains("digest");
  }

  @Test
  void givenNoWordWhereTheImageIsToGo_whenAsked_thenTheUsageIsSaid() throws Exception {
    Command.Outcome neither = reparto("image");
    Command.Outcome both = reparto("image", "--tar", "a.tar", "--push", "host/name");

    assertThat(neither.exitCode()).isEqualTo(2);
    assertThat(neither.stderr()).contains("usage: reparto image");
    assertThat(both.exitCode()).isEqualTo(2);
  }

  private static Command.Outcome reparto(String... words) throws Exception {
    var all = new ArrayList<String>();
    all.add(SourceTree.HOME.resolve("reparto").toString());
    all.addAll(List.of(words));
    return Command.run(Map.of(), all);
  }

  /** The image's program, with the Java of these tests and the image's files where we have them. */
  private static Command.Outcome run(List<String> entrypoint, Path root) throws Exception {
    List<String> words =
        Stream.concat(
                entrypoint.stream()
                    .map(word -> word.startsWith("/app/") ? root + word : word)
                    .map(
                        word ->
                            word.equals("java")
                                ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
                                : word),
                Stream.of("run", "pi", "--samples", "1e6", "--format", "json"))
            .toList();
    return Command.run(Map.of(), words);
  }

  private static boolean isOurs(Path file) {
    return file.getFileName().toString().startsWith("reparto-");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  private static Path blob(Path image, JsonNode descriptor) {
    return image.resolve("blobs/sha256").resolve(descriptor.get("digest").asText().substring(7));
  }

  private static Path extract(Path archive, Path into) throws Exception {
    Files.createDirectories(into);
    Command.Outcome done =
        Command.run(Map.of(), List.of("tar", "-xf", archive.toString(), "-C", into.toString()));
    assertThat(done.exitCode()).as(done.stderr()).isZero();
    return into;
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile).map(below::relativize).sorted().toList();
    }
  }
}
