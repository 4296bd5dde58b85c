package io.reparto.node.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A node that this process has just started, and whose exit code it therefore learns.
 *
 * @param log what it has said since
 */
record StartedNode(NodeEntry entry, Process process, LogTail log) {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** Aeron maps three terms of 16 MiB for each stream and direction, for a few streams a peer. */
  private static final long AERON_BYTES = 1L << 30;

  /** Writes its configuration, starts it and writes it down. */
  static StartedNode start(
      LocalNode node,
      List<String> seeds,
      ClusterOptions options,
      RunDirectory run,
      NodeProgram program)
      throws IOException, InterruptedException {
    PrivateFiles.createDirectories(run.node(node.name()));
    Transport transport = options.transport();
    Optional<NodeKeys> keys =
        transport == Transport.TLS_TCP
            ? Optional.of(new Certificates(run).of(node.name()))
            : Optional.empty();
    Optional<Path> aeron =
        transport == Transport.AERON_UDP
            ? Optional.of(aeronDirectory(run, node))
            : Optional.empty();
    Path config = run.config(node.name());
    PrivateFiles.write(
        config,
        new NodeConfig(node, seeds, transport, options.profile(), run.registry(node.name()))
            .text(keys, aeron));
    LogTail log = LogTail.of(run.log(node.name()));
    Process process = program.start(config, options.memory(), log.file());
    boolean written = false;
    try {
      var entry = new NodeEntry(node, identity(process, node, log), false, aeron);
      run.write(entry);
      written = true;
      return new StartedNode(entry, process, log);
    } finally {
      if (!written) {
        process.destroyForcibly(); // nobody else would know of it
      }
    }
  }

  private static ProcessIdentity identity(Process process, LocalNode node, LogTail log) {
    try {
      return ProcessIdentity.of(process.pid());
    } catch (LocalClusterException e) {
      throw diedEarly(node, process, log);
    }
  }

  /** Memory where there is enough of it (containers often have 64 MB), else the run directory. */
  private static Path aeronDirectory(RunDirectory run, LocalNode node) throws IOException {
    if (Files.isWritable(SHARED_MEMORY)
        && Files.getFileStore(SHARED_MEMORY).getUsableSpace() >= AERON_BYTES) {
      byte[] place = run.root().toString().getBytes(StandardCharsets.UTF_8);
      return SHARED_MEMORY.resolve("reparto-" + UUID.nameUUIDFromBytes(place) + "-" + node.name());
    }
    return run.node(node.name()).resolve("aeron");
  }

  /**
   * Checks that it still runs.
   *
   * @throws LocalClusterException with its last words if it doesn't
   */
  void requireAlive() {
    if (!process.isAlive()) {
      throw diedEarly(entry.node(), process, log);
    }
  }

  private static LocalClusterException diedEarly(LocalNode node, Process process, LogTail log) {
    String lines;
    try {
      lines = log.text();
    } catch (IOException e) {
      lines = "\n  " + e;
    }
    return new LocalClusterException(
        node.name()
            + " ended before it was ready: exit code="
            + (process.isAlive() ? "?" : process.exitValue())
            + ", log="
            + log.file()
            + (lines.isEmpty() ? ", which says nothing" : "; its last lines:" + lines));
  }
}
