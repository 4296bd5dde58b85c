package io.reparto.node.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the numbers were measured on.
 *
 * @param processor its name, or the architecture where the system does not tell
 * @param cores as many as the JVM may use
 * @param java version and name of the JVM
 */
public record Machine(String processor, int cores, String java) {

  public static Machine current() {
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")");
  }

  private static String processorName() {
    try {
      for (String line :
          Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      // no Linux
    }
    return System.getProperty("os.arch");
  }

  @Override
  public String toString() {
    return processor + ", " + cores + (cores == 1 ? " core" : " cores") + ", Java " + java;
  }
}
