package io.reparto.node.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A plug-in that registers {@link GreetJob}. */
final class PluginJar {
  private PluginJar() {}

  static Path in(Path directory) {
    Path jar = directory.resolve("greet.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("META-INF/services/io.reparto.protocol.job.Job"));
      out.write(GreetJob.class.getName().getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }
}
