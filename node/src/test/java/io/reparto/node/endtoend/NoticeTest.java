package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** NOTICE names what we ship: all of it, and nothing else. */
class NoticeTest {
  private static final Path HOME = RepartoProcess.HOME;

  @Test
  void givenTheDistribution_whenReadingTheNotice_thenItNamesEveryJarAndNoOther()
      throws IOException {
    Set<String> named =
        Files.readAllLines(HOME.resolve("NOTICE")).stream()
            .filter(line -> line.matches(" {2}[A-Za-z0-9-]+(, [A-Za-z0-9-]+)*,?"))
            .flatMap(line -> Stream.of(line.strip().split(",\\s*", -1)))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());

    assertThat(named).hasSizeGreaterThan(20).isEqualTo(artifactsShipped());
  }

  @Test
  void givenTheJarsThatTheBuildChanged_whenNoticeIsRead_thenItNamesTheseAndNoOthers()
      throws IOException {
    String notice = Files.readString(HOME.resolve("NOTICE")).replace('\n', ' ');
    String named = notice.replaceFirst(".*The jars of ", "").replaceFirst(" are changed by .*", "");
    List<String> words = List.of(named.split("[^A-Za-z0-9*-]+"));
    Map<String, Boolean> changed = new TreeMap<>();
    Map<String, Boolean> expected = new TreeMap<>();
    for (Path jar : jarsShipped()) {
      String name = artifact(jar);
      try (var zip = new ZipFile(jar.toFile())) {
        String comment = zip.getComment();
        changed.put(name, comment != null && comment.startsWith("Changed by Reparto"));
      }
      expected.put(name, words.stream().anyMatch(word -> names(word, name)));
    }

    assertThat(changed).containsValues(true, false).isEqualTo(expected);
  }

  private static boolean names(String word, String artifact) {
    return word.endsWith("*")
        ? artifact.startsWith(word.substring(0, word.length() - 1))
        : artifact.equals(word);
  }

  /** Artifact names of the jars that are not ours, without Scala and own version. */
  private static Set<String> artifactsShipped() throws IOException {
    return jarsShipped().stream().map(NoticeTest::artifact).collect(Collectors.toSet());
  }

  private static List<Path> jarsShipped() throws IOException {
    try (Stream<Path> jars = Files.list(HOME.resolve("node/target/dist/lib"))) {
      return jars.filter(jar -> !jar.getFileName().toString().startsWith("reparto-")).toList();
    }
  }

  private static String artifact(Path jar) {
    return jar.getFileName().toString().replaceFirst("(_2\\.13)?-[0-9][^-]*\\.jar$", "");
  }
}
