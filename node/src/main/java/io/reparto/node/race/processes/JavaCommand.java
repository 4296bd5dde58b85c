package io.reparto.node.race.processes;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line that starts another JVM like this one: its java, its class path, its options.
 */
final class JavaCommand {
  /**
   * What belongs to one process only: a debugger's port, an agent, a file that is written at the
   * end.
   */
  private static final List<String> OWN_OPTIONS =
      List.of(
          "-agentlib",
          "-agentpath",
          "-javaagent",
          "-Xdebug",
          "-Xrunjdwp",
          "-XX:AOTCacheOutput",
          "-XX:AOTConfiguration",
          "-XX:AOTMode",
          "-XX:ArchiveClassesAtExit",
          "-XX:StartFlightRecording",
          "-Dcom.sun.management");

  private JavaCommand() {}

  static List<String> of(Class<?> mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (OWN_OPTIONS.stream().noneMatch(option::startsWith)) {
        command.add(option);
      }
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
