package io.reparto.k8s;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program run to its end. Its output goes to files, so no pipe can fill up. */
public final class Command {
  private static final long TIMEOUT_SECONDS = 240; // ./reparto image fetches Jib once

  private Command() {}

  /** What a program left behind. */
  public record Outcome(int exitCode, String stdout, String stderr) {}

  /**
   * Runs a program in the source tree.
   *
   * @param environment variables besides those of this process
   */
  public static Outcome run(Map<String, String> environment, List<String> words)
      throws IOException, InterruptedException {
    Path stdout = Files.createTempFile("reparto-stdout", ".txt");
    Path stderr = Files.createTempFile("reparto-stderr", ".txt");
    try {
      var builder = new ProcessBuilder(words).directory(SourceTree.HOME.toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(environment);
      Process process =
          builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: command=" + words + ", " + read(stderr));
      }
      return new Outcome(process.exitValue(), read(stdout), read(stderr));
    } finally {
      Files.delete(stdout);
      Files.delete(stderr);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
