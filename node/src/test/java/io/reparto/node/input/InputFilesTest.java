package io.reparto.node.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    InputFile file = InputFiles.resolve(List.of(directory + "/notes.md")).get(0);

    assertThat(file).isEqualTo(CsvReading.file(directory.resolve("notes.md")));
    assertThat(file.sizeBytes()).isEqualTo(8);
  }

  @Test
  void givenAMistypedName_whenResolved_thenTheErrorNamesWhatIsSimilar() {
    assertThatThrownBy(() -> resolve(directory + "/noted.md"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("no such file: path=" + directory + "/noted.md, similar=[notes.md]");
  }

  @Test
  void givenNothingFound_whenResolved_thenTheErrorSaysSo() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));

    assertThatThrownBy(() -> resolve(directory + "/*.parquet"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("no file matches: path=" + directory + "/*.parquet");
    assertThatThrownBy(() -> resolve(empty.toString()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("no data files below the directory");
    assertThatThrownBy(() -> resolve(directory + "/nowhere/*.csv"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("no such directory");
    assertThatThrownBy(() -> resolve(directory + "/{a"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("not a glob");
  }

  private List<String> resolve(String... paths) throws IOException {
    return InputFiles.resolve(List.of(paths)).stream()
        .map(file -> directory.relativize(Path.of(file.path()).normalize()).toString())
        .toList();
  }
}
