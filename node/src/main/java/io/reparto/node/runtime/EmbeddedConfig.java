package io.reparto.node.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The configuration of an embedded runtime: system properties over application.conf over the
 * libraries' reference.conf. Reading the latter, comments and all, takes a tenth of a short run, so
 * the launcher keeps what an embedded runtime needs of them in one file.
 */
public final class EmbeddedConfig {

  /** System property: the file that {@link #writeReference} wrote for these libraries. */
  static final String REFERENCE_FILE = "reparto.reference.file";

  private static final List<String> OF_CLUSTERS =
      List.of(
          "akka.cluster",
          "akka.remote",
          "akka.http",
          "akka.coordination",
          "akka.discovery",
          "akka.management",
          "reparto.node",
          "reparto.http");

  private EmbeddedConfig() {}

  static Config load() {
    String file = System.getProperty(REFERENCE_FILE);
    if (file == null || !Files.isReadable(Path.of(file))) {
      return ConfigFactory.load();
    }
    return ConfigFactory.defaultOverrides()
        .withFallback(ConfigFactory.defaultApplication())
        .withFallback(ConfigFactory.parseFile(Path.of(file).toFile()))
        .resolve();
  }

  /** Writes the libraries' settings without comments and without those of clusters. */
  public static void writeReference(Path file) throws IOException {
    Config reference = ConfigFactory.defaultReferenceUnresolved();
    for (String path : OF_CLUSTERS) {
      reference = reference.withoutPath(path);
    }
    Files.writeString(file, reference.root().render(ConfigRenderOptions.concise()));
  }
}
