package io.reparto.node.plot;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is there whole or not at all: written beside its place and moved there at the end.
 * Made before the work whose result it takes, so that a place that can't be written is known first.
 * Used by one thread.
 */
public final class PlotFile implements AutoCloseable {
  private final Path file;
  private final Path temporary;

  private PlotFile(Path file, Path temporary) {
    this.file = file;
    this.temporary = temporary;
  }

  /**
   * Prepares to write a file, and writes nothing to it yet.
   *
   * @throws IOException if its directory does not exist or can't be written, or it is a directory
   */
  public static PlotFile prepare(Path given) throws IOException {
    // Through a symbolic link to what it names, or moving would replace the link.
    Path file = Files.exists(given) ? given.toRealPath() : given.toAbsolutePath();
    if (Files.isDirectory(file)) {
      throw new IOException("it is a directory");
    }
    // Not createTempFile: that one's files only their owner may read.
    Path temporary =
        file.resolveSibling(
            "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    return new PlotFile(file, Files.createFile(temporary));
  }

  /** Something that writes itself. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes the content and moves the file to its place. */
  public void write(Content content) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
      content.writeTo(out);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes what was not moved to its place. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(temporary);
  }
}
