package io.reparto.node.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Properties;

/**
 * The settings of an embedded runtime. Reading every reference.conf on the class path, comments and
 * clusters and all, takes a sixth of a short run, and parsing and resolving what an embedded
 * runtime needs of them still a tenth; so the launcher keeps that in one file ({@link
 * KeptSettings}).
 *
 * @param config all settings
 * @param loader the loader through which Akka finds its classes
 */
public record EmbeddedConfig(Config config, ClassLoader loader) {

  /** System property: the file that {@link #writeReference} wrote for these libraries. */
  static final String REFERENCE_FILE = "reparto.reference.file";

  /** What the variables begin with that references of kept settings name. */
  static final String VARIABLES = "REPARTO_INPUT_";

  private static final String REFERENCE = "reference.conf";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** In the names of jars that only a cluster node needs; some register serializers to set up. */
  private static final List<String> OF_CLUSTERS =
      List.of(
          "akka-cluster",
          "akka-coordination",
          "akka-discovery",
          "akka-distributed-data",
          "akka-http",
          "akka-management",
          "akka-remote");

  /** The kept settings, or all of the class path where there are none or they don't suffice. */
  static EmbeddedConfig load() {
    ClassLoader own = EmbeddedConfig.class.getClassLoader();
    String file = System.getProperty(REFERENCE_FILE);
    if (file == null || !Files.isReadable(Path.of(file)) || changesReferences()) {
      return new EmbeddedConfig(ConfigFactory.load(own), own);
    }
    Config kept = ConfigValueFactory.fromMap(KeptSettings.read(Path.of(file)), file).toConfig();
    return new EmbeddedConfig(
        ConfigFactory.parseProperties(ownProperties()).withFallback(kept),
        new WithoutReferences(own));
  }

  /** Whether the user sets what the kept settings may have been resolved with. */
  private static boolean changesReferences() {
    return System.getProperties().stringPropertyNames().stream()
            .anyMatch(name -> name.startsWith("akka.") || name.startsWith("config."))
        || System.getenv().keySet().stream().anyMatch(name -> name.startsWith(VARIABLES));
  }

  private static Properties ownProperties() {
    var own = new Properties();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("reparto.")) {
        own.setProperty(name, System.getProperty(name));
      }
    }
    return own;
  }

  /** Writes the libraries' settings, resolved, without comments and without those of clusters. */
  public static void writeReference(Path file) throws IOException {
    Config resolved = reference().resolve(ConfigResolveOptions.noSystem());
    KeptSettings.write(file, resolved.root().unwrapped());
  }

  /** The libraries' settings as they stand in their jars, without those of clusters. */
  static Config reference() throws IOException {
    // Akka's includes this one, which is only found on the class path.
    Config reference = ConfigFactory.parseResources("version.conf");
    for (URL url :
        Collections.list(EmbeddedConfig.class.getClassLoader().getResources(REFERENCE))) {
      if (OF_CLUSTERS.stream().noneMatch(url.toString()::contains)) {
        reference = reference.withFallback(ConfigFactory.parseURL(url));
      }
    }
    for (String unused : List.of("reparto.node", "reparto.http", "reparto.registry")) {
      reference = reference.withoutPath(unused);
    }
    return reference;
  }

  /**
   * Akka merges every {@value #REFERENCE} of its class loader into its settings itself, which have
   * all of them. It also reads the manifest of every jar, to see whether its own are of one
   * version; the build sees to that.
   */
  private static final class WithoutReferences extends ClassLoader {
    WithoutReferences(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return switch (name) {
        case REFERENCE, MANIFEST -> Collections.emptyEnumeration();
        default -> super.getResources(name);
      };
    }
  }
}
