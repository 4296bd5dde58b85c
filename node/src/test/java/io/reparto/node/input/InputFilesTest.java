package io.reparto.node.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.InputUnavailableException;
import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  @TempDir Path directory;

  @BeforeEach
  void createFiles() throws IOException {
    Files.createDirectories(directory.resolve("deep/er"));
    Files.createDirectories(directory.resolve("_temporary"));
    for (String name :
        List.of(
            "b.csv",
            "a.csv",
            "c.tsv.gz",
            "notes.md",
            ".hidden.csv",
            "_SUCCESS",
            "odd[1].csv",
            "deep/er/d.txt",
            "_temporary/e.csv")) {
      Files.writeString(directory.resolve(name), name);
    }
  }

  @Test
  void givenDirectory_whenResolved_thenDataFilesBelowItAreFoundInOrder() throws IOException {
    assertThat(resolve(directory.toString()))
        .containsExactly("a.csv", "b.csv", "c.tsv.gz", "deep/er/d.txt", "odd[1].csv");
  }

  @Test
  void givenGlobs_whenResolved_thenTheyMatchAsAShellDoes() throws IOException {
    assertThat(resolve(directory + "/*.csv")).containsExactly("a.csv", "b.csv", "odd[1].csv");
    assertThat(resolve(directory + "/[ab].csv")).containsExactly("a.csv", "b.csv");
    assertThat(resolve(directory + "/{a,c}.*")).containsExactly("a.csv", "c.tsv.gz");
    assertThat(resolve(directory + "/**.txt")).containsExactly("deep/er/d.txt");
    assertThat(resolve(directory + "/*/*/?.txt")).containsExactly("deep/er/d.txt");
  }

  @Test
  void givenFileWhoseNameLooksLikeAGlob_whenResolved_thenItIsThatFile() throws IOException {
    assertThat(resolve(directory + "/odd[1].csv")).containsExactly("odd[1].csv");
  }

  @Test
  void givenAFileNamedTwice_whenResolved_thenItIsThereOnce() throws IOException {
    assertThat(resolve(directory + "/b.csv", directory + "/deep/../b.csv", directory + "/a.csv"))
        .containsExactly("a.csv", "b.csv");
  }

  @Test
  void givenAFile_whenResolved_thenItsSizeIsKnown() throws IOException {
    InputFile file =
        InputFiles.resolve(List.of(directory + "/notes.md"), InputRoots.ANYWHERE).get(0);

    assertThat(file).isEqualTo(CsvReading.file(directory.resolve("notes.md")));
    assertThat(file.sizeBytes()).isEqualTo(8);
  }

  @Test
  void givenAMistypedName_whenResolved_thenTheErrorNamesWhatIsSimilar() {
    assertThatThrownBy(() -> resolve(directory + "/noted.md"))
        .isInstanceOf(InputUnavailableException.class)
        .hasMessage(
            "input can't be read: path="
                + directory
                + "/noted.md: no such file, similar=[notes.md]");
  }

  @Test
  void givenNothingFound_whenResolved_thenTheErrorSaysSo() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));

    assertThatThrownBy(() -> resolve(directory + "/*.parquet"))
        .isInstanceOf(InputUnavailableException.class)
        .hasMessageContaining("path=" + directory + "/*.parquet: no file matches");
    assertThatThrownBy(() -> resolve(empty.toString()))
        .isInstanceOf(InputUnavailableException.class)
        .hasMessageContaining("no data files below the directory");
    assertThatThrownBy(() -> resolve(directory + "/nowhere/*.csv"))
        .isInstanceOf(InputUnavailableException.class)
        .hasMessageEndingWith(
            "path="
                + directory
                + "/nowhere/*.csv: no such file, directory="
                + directory
                + "/nowhere");
    assertThatThrownBy(() -> resolve(directory + "/{a"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("not a glob");
  }

  @Test
  void givenALinkToADirectory_whenResolved_thenThePathsAreThoseByTheLink() throws IOException {
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("deep"));

    assertThat(resolve(directory + "/link")).containsExactly("link/er/d.txt");
    assertThat(resolve(directory + "/link/*/*.txt")).containsExactly("link/er/d.txt");
  }

  @Test
  void givenRoots_whenResolved_thenNothingOutsideIsListed() throws IOException {
    InputRoots roots = InputRoots.of(List.of(directory.resolve("deep").toString()));

    assertThat(resolve(roots, directory + "/deep")).containsExactly("deep/er/d.txt");
    assertThat(resolve(roots, directory + "/deep/**")).containsExactly("deep/er/d.txt");
    for (String outside :
        List.of("/a.csv", "/missing.csv", "", "/*.csv", "/*/er/d.txt", "/deep/../*.csv")) {
      refused(roots, directory + outside);
    }
    assertThatThrownBy(() -> resolve(roots, directory + "/deep/er/d.text"))
        .hasMessageEndingWith("/deep], similar=[d.txt]");
  }

  @Test
  void givenLinksOutOfTheRoots_whenResolved_thenTheyAreRefusedWhereverTheyLead()
      throws IOException {
    Path root = directory.resolve("deep");
    InputRoots roots = InputRoots.of(List.of(root.toString()));
    Files.createSymbolicLink(root.resolve("inside.csv"), root.resolve("er/d.txt"));
    assertThat(resolve(roots, root.toString())).containsExactly("deep/er/d.txt", "deep/inside.csv");

    for (String target : List.of("a.csv", "missing.csv")) {
      Path link = Files.createSymbolicLink(root.resolve("out.csv"), directory.resolve(target));
      for (String path : List.of(root.toString(), root + "/*.csv", link.toString())) {
        assertThatThrownBy(() -> resolve(roots, path))
            .as(path + " to " + target)
            .isInstanceOf(InputUnavailableException.class)
            .hasMessageContaining(
                "path=" + link + ": no such file within reparto.input.roots=[" + root.toRealPath());
      }
      Files.delete(link);
    }
    Files.createSymbolicLink(root.resolve("out"), directory);
    assertThat(resolve(roots, root.toString())).as("not entered").hasSize(2);
    refused(roots, root + "/out");
    refused(roots, root + "/out/*.csv");
  }

  private void refused(InputRoots roots, String path) {
    assertThatThrownBy(() -> resolve(roots, path))
        .as(path)
        .isInstanceOf(InputUnavailableException.class)
        .hasMessageContaining("path=" + path + ": no such file within reparto.input.roots=[")
        .hasMessageNotContaining("similar");
  }

  private List<String> resolve(String... paths) throws IOException {
    return resolve(InputRoots.ANYWHERE, paths);
  }

  private List<String> resolve(InputRoots roots, String... paths) throws IOException {
    return InputFiles.resolve(List.of(paths), roots).stream()
        .map(file -> directory.relativize(Path.of(file.path()).normalize()).toString())
        .toList();
  }
}
