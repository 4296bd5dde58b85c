package io.reparto.node.cli;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where jobs that are not ours are loaded from. */
final class Plugins {
  private Plugins() {}

  /**
   * A loader of the given jars and of all jars in the given directories, before {@code parent}'s
   * children; {@code parent} itself if there are none.
   *
   * @throws UsageException if a path is neither a jar nor a directory with jars
   */
  static ClassLoader loader(List<String> paths, ClassLoader parent) {
    if (paths.isEmpty()) {
      return parent;
    }
    var urls = new ArrayList<URL>();
    for (String given : paths) {
      try {
        for (Path jar : jarsAt(given)) {
          urls.add(jar.toUri().toURL());
        }
      } catch (IOException e) {
        throw new UsageException("a plug-in path can't be read: path=" + given + ", " + e, "run");
      }
    }
    return new URLClassLoader("plugins", urls.toArray(new URL[0]), parent);
  }

  private static List<Path> jarsAt(String given) throws IOException {
    Path path = Path.of(given);
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new UsageException(
          "no such plug-in: path=" + given + "; give a jar, or a directory with jars", "run");
    }
    var jars = new ArrayList<Path>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "*.jar")) {
      found.forEach(jars::add);
    }
    if (jars.isEmpty()) {
      throw new UsageException("no jar in the plug-in directory: path=" + given, "run");
    }
    Collections.sort(jars);
    return jars;
  }
}
