package io.reparto.node.local;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where a local cluster is written down.
 *
 * <pre>
 * lock                    held while a command changes anything here
 * cluster.properties      the options of up, while the cluster lasts
 * certificates/           see {@link Certificates}
 * node-1/node.conf        what the node was started with
 * node-1/node.properties  its process and ports, until down or drain
 * node-1/log              its stdout and stderr, appended; never deleted
 * node-1/registry/        its copy of the registry, where that is kept on disk; never deleted
 * </pre>
 */
public final class RunDirectory {
  private static final String VARIABLE = "REPARTO_RUN_DIR";
  private static final String USUAL = ".reparto";
  private static final Duration LOCK_PATIENCE = Duration.ofMinutes(2);
  private static final String ENTRY = "node.properties";

  private final Path root;

  public RunDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** The directory given, else that of the environment, else {@code .reparto}. */
  public static RunDirectory of(Optional<String> given, Map<String, String> environment) {
    String fromEnvironment = environment.getOrDefault(VARIABLE, "");
    String otherwise = fromEnvironment.isEmpty() ? USUAL : fromEnvironment;
    return new RunDirectory(Path.of(given.orElse(otherwise)));
  }

  public Path root() {
    return root;
  }

  Path certificates() {
    return root.resolve("certificates");
  }

  Path node(String name) {
    return root.resolve(name);
  }

  Path config(String name) {
    return node(name).resolve("node.conf");
  }

  /** Where a node keeps its copy of the registry of jobs, if that is to be on disk. */
  Path registry(String name) {
    return node(name).resolve("registry");
  }

  /** The log of a node; may not exist. */
  public Path log(String name) {
    return node(name).resolve("log");
  }

  /** What is done while no other command changes anything here. */
  interface Change<T> {
    T make() throws IOException, InterruptedException;
  }

  /**
   * Makes a change and keeps other commands away meanwhile.
   *
   * @param note is told if there is one to wait for
   * @throws LocalClusterException if that one takes too long
   */
  <T> T whileLocked(Consumer<String> note, Change<T> change)
      throws IOException, InterruptedException {
    PrivateFiles.createDirectories(root);
    RunLock lock = RunLock.acquire(root.resolve("lock"), LOCK_PATIENCE, note);
    try {
      return change.make();
    } finally {
      lock.close();
    }
  }

  /** The nodes started and not yet ended by down or drain, by number; some may be dead. */
  public List<NodeEntry> entries() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> children = Files.list(root)) {
      files = children.map(child -> child.resolve(ENTRY)).filter(Files::isRegularFile).toList();
    }
    var entries = new ArrayList<NodeEntry>();
    for (Path file : files) {
      try {
        entries.add(NodeEntry.of(load(file)));
      } catch (IllegalArgumentException e) {
        throw new LocalClusterException(
            "the file of a node can't be read: file="
                + file
                + ", "
                + e.getMessage()
                + "; end its process yourself, if it has one, and delete the file",
            e);
      }
    }
    entries.sort(Comparator.comparingInt(entry -> entry.node().number()));
    return entries;
  }

  /** Those of them whose processes live. */
  List<NodeEntry> alive() throws IOException {
    return entries().stream().filter(entry -> entry.process().isAlive()).toList();
  }

  /**
   * The nodes of {@link #entries}, those that run first and the dead last; none where that can't be
   * read.
   */
  public List<LocalNode> nodesByLife() {
    try {
      return entries().stream()
          .sorted(Comparator.comparingInt(RunDirectory::distanceFromLife))
          .map(NodeEntry::node)
          .toList();
    } catch (IOException | LocalClusterException e) {
      return List.of();
    }
  }

  private static int distanceFromLife(NodeEntry entry) {
    if (!entry.process().isAlive()) {
      return 2;
    }
    return entry.isPaused() ? 1 : 0;
  }

  void write(NodeEntry entry) throws IOException {
    PrivateFiles.createDirectories(node(entry.name()));
    store(node(entry.name()).resolve(ENTRY), entry.toMap());
  }

  /** Forgets a node whose process has ended: all but its log and configuration. */
  void remove(NodeEntry entry) throws IOException {
    if (entry.aeronDirectory().isPresent()) {
      PrivateFiles.deleteTree(entry.aeronDirectory().get());
    }
    Files.deleteIfExists(node(entry.name()).resolve(ENTRY));
  }

  /** The options of the cluster, if there is one. */
  Optional<ClusterOptions> options() throws IOException {
    if (!Files.isRegularFile(options(root))) {
      return Optional.empty();
    }
    var values = new TreeMap<String, String>();
    load(options(root)).forEach((key, value) -> values.put((String) key, (String) value));
    return Optional.of(new ClusterOptions(values));
  }

  void write(ClusterOptions options) throws IOException {
    store(options(root), options.values());
  }

  void removeOptions() throws IOException {
    Files.deleteIfExists(options(root));
  }

  private static Path options(Path root) {
    return root.resolve("cluster.properties");
  }

  private static Properties load(Path file) throws IOException {
    var values = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      values.load(reader);
    }
    return values;
  }

  private static void store(Path file, Map<String, String> values) throws IOException {
    var properties = new Properties();
    properties.putAll(values);
    var text = new StringWriter();
    properties.store(text, null);
    PrivateFiles.write(file, text.toString());
  }
}
