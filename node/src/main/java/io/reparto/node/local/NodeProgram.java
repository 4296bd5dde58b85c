package io.reparto.node.local;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program that is a node: this JVM once more, with another main class.
 *
 * @param java the program
 * @param flags of the JVM, without its heap
 * @param words the main class and the words before {@code --config}
 */
public record NodeProgram(Path java, List<String> flags, List<String> words) {

  public NodeProgram {
    flags = List.copyOf(flags);
    words = List.copyOf(words);
  }

  /** The Java home, flags and class path of this JVM. */
  public static NodeProgram ofThisJvm(String... words) {
    var flags = new ArrayList<String>();
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!isOfThisProcessOnly(flag)) {
        flags.add(flag);
      }
    }
    flags.add("-cp");
    flags.add(System.getProperty("java.class.path"));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new NodeProgram(java, flags, List.of(words));
  }

  /** The same with one more flag of the JVM. */
  public NodeProgram with(String flag) {
    var more = new ArrayList<String>(List.of(flag));
    more.addAll(flags);
    return new NodeProgram(java, more, words);
  }

  /** Its terminal, its heap, the port of its debugger, the archive it writes. */
  static boolean isOfThisProcessOnly(String flag) {
    for (String start :
        new String[] {
          "-Dreparto.stdout.terminal=",
          "-Dreparto.stderr.terminal=",
          "-Xmx",
          "-Xms",
          "-XX:MaxHeapSize=",
          "-XX:InitialHeapSize=",
          "-agentlib:jdwp",
          "-Xrunjdwp",
          "-XX:AOTCacheOutput=",
          "-XX:ArchiveClassesAtExit="
        }) {
      if (flag.startsWith(start)) {
        return true;
      }
    }
    return false;
  }

  private List<String> command(Path config, String memory) {
    var command = new ArrayList<String>();
    detaching().ifPresent(command::add);
    command.add(java.toString());
    command.add("-Xmx" + memory);
    command.addAll(flags);
    command.addAll(words);
    command.add("--config");
    command.add(config.toString());
    return command;
  }

  /**
   * What makes it outlive our terminal. Both replace themselves by the program, so the pid is the
   * node's: setsid(1) forks only if it leads a process group, which a child of Java does not.
   */
  private static Optional<String> detaching() {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    for (String name : new String[] {"setsid", "nohup"}) {
      for (String directory : path.split(":", -1)) {
        Path program = Path.of(directory, name);
        if (Files.isExecutable(program)) {
          return Optional.of(program.toString());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Starts a node. It reads nothing, and appends what it says to the log.
   *
   * @param memory the most heap, as {@code -Xmx} takes it
   */
  Process start(Path config, String memory, Path log) throws IOException {
    return start(List.of(), Map.of(), config, memory, log);
  }

  /**
   * As {@link #start(Path, String, Path)}, by another command.
   *
   * @param by the command, which takes the node's as its last words and becomes it
   * @param environment added to that of this process
   */
  public Process start(
      List<String> by, Map<String, String> environment, Path config, String memory, Path log)
      throws IOException {
    var command = new ArrayList<String>(by);
    command.addAll(command(config, memory));
    var builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
