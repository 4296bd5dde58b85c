package io.reparto.node.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * The libraries' settings of an embedded runtime. Reading every reference.conf on the class path,
 * comments and clusters and all, takes a sixth of a short run, so the launcher keeps what an
 * embedded runtime needs of them in one file.
 */
public final class EmbeddedConfig {

  /** System property: the file that {@link #writeReference} wrote for these libraries. */
  static final String REFERENCE_FILE = "reparto.reference.file";

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

  private EmbeddedConfig() {}

  /** The loader through which Akka finds classes and settings: the latter in the kept file. */
  static ClassLoader classLoader() {
    ClassLoader own = EmbeddedConfig.class.getClassLoader();
    String file = System.getProperty(REFERENCE_FILE);
    return file == null || !Files.isReadable(Path.of(file))
        ? own
        : new OneReference(own, Path.of(file));
  }

  /** Writes the libraries' settings without comments and without those of clusters. */
  public static void writeReference(Path file) throws IOException {
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
    Files.writeString(file, reference.root().render(ConfigRenderOptions.concise()));
  }

  /**
   * Akka merges every {@value #REFERENCE} of its class loader itself; this one has one. Akka also
   * reads the manifest of every jar, to see whether its own are of one version; the build sees to
   * that, and this loader has no manifests.
   */
  private static final class OneReference extends ClassLoader {
    private final Path file;

    OneReference(ClassLoader parent, Path file) {
      super(parent);
      this.file = file;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return switch (name) {
        case REFERENCE -> Collections.enumeration(List.of(plainUrl(file)));
        case MANIFEST -> Collections.emptyEnumeration();
        default -> super.getResources(name);
      };
    }
  }

  /**
   * A URL that opens the file and nothing else: the JDK's own finds out its type and time, which
   * sets up calendars and time zones.
   */
  @SuppressWarnings("deprecation") // what takes its place came after JDK 17
  private static URL plainUrl(Path file) throws IOException {
    return new URL(null, file.toUri().toString(), new PlainFiles(file));
  }

  private static final class PlainFiles extends URLStreamHandler {
    private final Path file;

    PlainFiles(Path file) {
      this.file = file;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() throws IOException {
          return Files.newInputStream(file);
        }
      };
    }
  }
}
