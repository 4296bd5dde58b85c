package io.reparto.packaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Changes the jars of a distribution so that a JVM's start-up archive can hold all of their classes
 * ({@link ArchivableClasses}), each in place. A jar's comment says that it has been changed, so a
 * second run passes it over.
 */
public final class ArchivableJars {
  private static final String CHANGED = "Changed by Reparto";

  /** Its number grows with what {@link ArchivableClasses} does. */
  private static final String COMMENT =
      CHANGED
          + " (2): most lambdas are not serializable, records have their methods written out, classes"
          + " older than Java 6 have stack maps.";

  /**
   * Scala's functions, and Akka's for Java, which are serializable by themselves; Java's where
   * Scala makes them, which asks for serializable ones always.
   */
  private static final List<String> INTERFACES =
      List.of("scala/", "akka/japi/", "java/lang/Runnable", "java/util/function/");

  private final ArchivableClasses classes;

  private ArchivableJars(ArchivableClasses classes) {
    this.classes = classes;
  }

  /**
   * Changes the jars of a directory.
   *
   * @param args the directory, then patterns of the file names to change, such as {@code
   *     akka-*.jar}
   * @throws IOException if a jar can't be read or written; it is left as it was
   * @throws IllegalStateException if a pattern matches no jar, or a jar is signed or was changed by
   *     another version of this
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    List<Path> jars = list(directory, "*.jar");
    List<URL> classPath = new ArrayList<>();
    for (Path jar : jars) {
      classPath.add(jar.toUri().toURL());
    }
    try (var hierarchy =
        new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      var change = new ArchivableJars(new ArchivableClasses(hierarchy, INTERFACES));
      for (String pattern : List.of(args).subList(1, args.length)) {
        List<Path> matching = list(directory, pattern);
        if (matching.isEmpty()) {
          throw new IllegalStateException(
              "no jar to change: pattern=" + pattern + ", directory=" + directory);
        }
        for (Path jar : matching) {
          change.jar(jar);
        }
      }
    }
  }

  private static List<Path> list(Path directory, String pattern) throws IOException {
    PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + pattern);
    try (var files = Files.list(directory)) {
      return files.filter(file -> matcher.matches(file.getFileName())).sorted().toList();
    }
  }

  private void jar(Path jar) throws IOException {
    Path changed = jar.resolveSibling(jar.getFileName() + ".changed");
    try (var from = new ZipFile(jar.toFile())) {
      String comment = from.getComment();
      if (COMMENT.equals(comment)) {
        return;
      }
      if (comment != null && comment.startsWith(CHANGED)) {
        throw new IllegalStateException(
            "changed by another version of the build, remove its directory and build again: "
                + jar);
      }
      try (var to = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(changed)))) {
        to.setComment(COMMENT);
        for (ZipEntry entry : Collections.list(from.entries())) {
          copy(jar, from, entry, to);
        }
      }
      // A new file: running processes keep the old one.
      Files.move(changed, jar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(changed);
    }
  }

  private void copy(Path jar, ZipFile from, ZipEntry entry, ZipOutputStream to) throws IOException {
    String name = entry.getName();
    if (name.startsWith("META-INF/") && name.endsWith(".SF")) {
      throw new IllegalStateException("a signed jar can't be changed: " + jar);
    }
    byte[] content;
    try (InputStream input = from.getInputStream(entry)) {
      content = input.readAllBytes();
    }
    if (name.endsWith(".class")) {
      try {
        content = classes.archivable(content);
      } catch (RuntimeException e) {
        throw new IllegalStateException("can't change " + name + " in " + jar, e);
      }
    }
    var copy = new ZipEntry(name);
    copy.setTime(entry.getTime());
    to.putNextEntry(copy);
    to.write(content);
    to.closeEntry();
  }
}
