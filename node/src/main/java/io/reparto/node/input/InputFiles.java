package io.reparto.node.input;

import java.io.IOException;
import java.util.List;

/** Finds the files that the user means. */
public final class InputFiles {
  private InputFiles() {}

  public static List<InputFile> resolve(List<String> paths) throws IOException {
    return paths.stream().map(path -> new InputFile(path, 0, 0)).toList();
  }
}
