package io.reparto.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivableJarsTest {
  private static final String CLASS = "Old.class";
  private static final long TIME = 1_600_000_000_000L; // milliseconds since 1970, even seconds

  @TempDir Path directory;

  @Test
  void givenJars_whenOneIsNamed_thenThatIsChangedOnceAndTheOthersNever() throws IOException {
    byte[] manifest = "Manifest-Version: 1.0\n\n".getBytes(StandardCharsets.US_ASCII);
    Map<String, byte[]> entries =
        Map.of("META-INF/MANIFEST.MF", manifest, CLASS, ClassFiles.java5());
    Path named = jar("named-1.jar", entries);
    Path other = jar("other-1.jar", entries);
    byte[] otherBefore = Files.readAllBytes(other);

    run("named-*.jar");

    byte[] once = Files.readAllBytes(named);
    try (var jar = new ZipFile(named.toFile())) {
      assertThat(jar.getComment()).startsWith("Changed by Reparto");
      assertThat(read(jar, "META-INF/MANIFEST.MF")).isEqualTo(manifest);
      assertThat(read(jar, CLASS)).isNotEqualTo(ClassFiles.java5());
      assertThat(jar.getEntry(CLASS).getTime()).isEqualTo(TIME);
    }
    assertThat(other).hasBinaryContent(otherBefore);

    run("named-*.jar");

    assertThat(named).hasBinaryContent(once);
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactlyInAnyOrder(named, other);
    }
  }

  @Test
  void givenASignedJar_whenNamed_thenItIsRefusedAndLeftAsItWas() throws IOException {
    Path signed = jar("signed.jar", Map.of("META-INF/X.SF", new byte[0]));
    byte[] before = Files.readAllBytes(signed);

    assertThatThrownBy(() -> run("signed.jar"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("signed.jar");

    assertThat(signed).hasBinaryContent(before);
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactly(signed);
    }
  }

  @Test
  void givenAJarThatAnotherVersionChanged_whenNamed_thenItIsRefused() throws IOException {
    Path file = directory.resolve("stale.jar");
    try (var jar = new ZipOutputStream(Files.newOutputStream(file))) {
      jar.setComment("Changed by Reparto (0): otherwise");
    }

    assertThatThrownBy(() -> run("stale.jar"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("another version", "stale.jar");
  }

  @Test
  void givenABrokenClass_whenChanged_thenTheErrorNamesItAndItsJar() throws IOException {
    byte[] cut = "broken".getBytes(StandardCharsets.US_ASCII);
    jar("bad.jar", Map.of("Bad.class", cut));

    assertThatThrownBy(() -> run("bad.jar"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("Bad.class", "bad.jar");
  }

  @Test
  void givenAPatternOfNoJar_whenRun_thenItIsRefused() {
    assertThatThrownBy(() -> run("aka-*.jar"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("aka-*.jar");
  }

  private void run(String pattern) throws IOException {
    ArchivableJars.main(new String[] {directory.toString(), pattern});
  }

  private Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path file = directory.resolve(name);
    try (var jar = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String entry : entries.keySet()) {
        var header = new ZipEntry(entry);
        header.setTime(TIME);
        jar.putNextEntry(header);
        jar.write(entries.get(entry));
        jar.closeEntry();
      }
    }
    return file;
  }

  private static byte[] read(ZipFile jar, String entry) throws IOException {
    try (InputStream input = jar.getInputStream(jar.getEntry(entry))) {
      return input.readAllBytes();
    }
  }
}
