package io.reparto.protocol.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputRootsTest {
  @TempDir Path directory;

  private Path root;
  private Path outside;

  @BeforeEach
  void createFiles() throws IOException {
    root = Files.createDirectories(directory.resolve("root"));
    outside = Files.createDirectories(directory.resolve("outside"));
    Files.createDirectories(root.resolve("deep"));
    Files.writeString(root.resolve("deep/in.csv"), "inside");
    Files.writeString(outside.resolve("secret.csv"), "outside");
    Files.createSymbolicLink(root.resolve("out"), outside);
    Files.createSymbolicLink(root.resolve("out.csv"), outside.resolve("secret.csv"));
    Files.createSymbolicLink(root.resolve("nowhere.csv"), outside.resolve("missing.csv"));
    Files.createSymbolicLink(outside.resolve("in"), root.resolve("deep"));
    Files.createSymbolicLink(directory.resolve("root-link"), root);
  }

  private static String read(InputRoots roots, Path path) throws IOException {
    try (SeekableByteChannel channel = roots.open(path.toString())) {
      var buffer = ByteBuffer.allocate(100);
      int count = channel.read(buffer);
      assertThat(roots.attributes(path.toString()).size()).isEqualTo(count);
      return new String(buffer.array(), 0, count, StandardCharsets.UTF_8);
    }
  }

  @Test
  void givenRoots_whenPathsLeadInside_thenTheyAreReadWhateverLinksAreOnTheWay() throws IOException {
    for (InputRoots roots :
        List.of(
            InputRoots.of(List.of(root.toString())),
            InputRoots.of(List.of("/dev", directory.resolve("root-link").toString())))) {
      assertThat(roots.confine()).isTrue();
      for (Path path :
          List.of(
              root.resolve("deep/in.csv"),
              root.resolve("deep/../deep/./in.csv"),
              directory.resolve("root-link/deep/in.csv"),
              outside.resolve("in/in.csv"),
              root.resolve("out/in/in.csv"))) {
        assertThat(read(roots, path)).as(path.toString()).isEqualTo("inside");
        assertThat(roots.find(path)).contains(root.resolve("deep/in.csv").toRealPath());
      }
    }
  }

  @Test
  void givenRoots_whenPathsLeadOutside_thenTheyFailAsIfTheyWereMissing() throws IOException {
    InputRoots roots = InputRoots.of(List.of(root.toString()));
    String reason = "no such file within reparto.input.roots=[" + root.toRealPath() + "]";
    for (Path path :
        List.of(
            outside.resolve("secret.csv"),
            outside.resolve("missing.csv"),
            root.resolve("../outside/secret.csv"),
            root.resolve("../outside/missing.csv"),
            root.resolve("out/secret.csv"),
            root.resolve("out/missing.csv"),
            root.resolve("out.csv"),
            root.resolve("nowhere.csv"),
            root.resolve("deep/missing.csv"),
            root.resolve("deep/in.csv/below"))) {
      assertThat(roots.find(path)).as(path.toString()).isEmpty();
      assertThatThrownBy(() -> roots.open(path.toString()))
          .isInstanceOf(InputUnavailableException.class)
          .hasMessage("input can't be read: path=" + path + ": " + reason)
          .hasNoCause();
      assertThatThrownBy(() -> roots.attributes(path.toString()))
          .isInstanceOf(InputUnavailableException.class);
    }
  }

  @Test
  void givenALinkPutInTheWayAfterTheCheck_whenOpened_thenItIsNotFollowed() throws IOException {
    InputRoots roots = InputRoots.of(List.of(root.toString()));
    Path real = root.toRealPath();

    for (String swapped : List.of("out/secret.csv", "out.csv", "out/in/in.csv")) {
      assertThatThrownBy(() -> roots.within(real.resolve(swapped), new InputRoots.Opening()))
          .as(swapped)
          .isInstanceOf(IOException.class);
    }
    roots.within(real.resolve("deep/in.csv"), new InputRoots.Opening()).close();
  }

  @Test
  void givenNoRoots_whenOpened_thenEverythingIsReadAndWhatIsMissingIsUnavailable()
      throws IOException {
    InputRoots roots = InputRoots.of(List.of());

    assertThat(roots).isSameAs(InputRoots.ANYWHERE);
    assertThat(roots.confine()).isFalse();
    assertThat(read(roots, root.resolve("out.csv"))).isEqualTo("outside");
    Path missing = outside.resolve("missing.csv");
    assertThatThrownBy(() -> roots.open(missing.toString()))
        .isInstanceOf(InputUnavailableException.class)
        .hasMessage("input can't be read: path=" + missing + ": no such file");
  }

  @Test
  void givenRootsThatAreNone_whenRead_thenTheyAreNamed() {
    for (String wrong :
        List.of("relative", directory + "/missing", root.resolve("deep/in.csv").toString(), "")) {
      assertThatThrownBy(() -> InputRoots.of(List.of(root.toString(), wrong)))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("reparto.input.roots")
          .hasMessageEndingWith("value=" + wrong);
    }
  }
}
