package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** Artifact names of the jars that are not ours, without Scala and own version. */
  private static Set<String> artifactsShipped() throws IOException {
    try (Stream<Path> jars = Files.list(HOME.resolve("node/target/dist/lib"))) {
      return jars.map(jar -> jar.getFileName().toString())
          .filter(name -> !name.startsWith("reparto-"))
          .map(name -> name.replaceFirst("(_2\\.13)?-[0-9][^-]*\\.jar$", ""))
          .collect(Collectors.toSet());
    }
  }
}
