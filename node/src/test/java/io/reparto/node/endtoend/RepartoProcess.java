package io.reparto.node.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs {@code ./reparto}, or another command, as a user does: a process of its own, on the
 * distribution that the build has just made. Output goes to files, so no pipe can fill up.
 */
final class RepartoProcess {
  /** The top of the source tree. */
  static final Path HOME = Path.of(System.getProperty("reparto.home", "..")).toAbsolutePath();

  // Nodes of tests live for seconds, and starting them is most of what the tests compute.
  private static final Set<String> STARTS_NODES = Set.of("up", "add", "node");
  static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final List<String> command;
  private final Map<String, String> environment = new TreeMap<>();
  private Path directory = HOME;

  private RepartoProcess(List<String> command) {
    this.command = command;
  }

  /** What a process left behind. */
  record Outcome(int exitCode, String stdout, String stderr) {}

  static RepartoProcess reparto(String... arguments) {
    var command = new ArrayList<String>();
    command.add(HOME.resolve("reparto").normalize().toString());
    command.addAll(Arrays.asList(arguments));
    var process = new RepartoProcess(command);
    return STARTS_NODES.contains(arguments[0])
        ? process.with("REPARTO_JAVA_OPTS", QUICK_START)
        : process;
  }

  /** A line for bash, which finds the program as {@code $REPARTO}. */
  static RepartoProcess bash(String line) {
    return new RepartoProcess(List.of("bash", "-c", line))
        .with("REPARTO", HOME.resolve("reparto").normalize().toString());
  }

  /** Between two looks at something that is waited for, so that it has the processors. */
  static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  RepartoProcess with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** By another command, which takes this one as its last words. */
  RepartoProcess under(List<String> words) {
    command.addAll(0, words);
    return this;
  }

  RepartoProcess in(Path workingDirectory) {
    directory = workingDirectory;
    return this;
  }

  /** Runs it to its end. */
  Outcome run() throws InterruptedException {
    return start().await();
  }

  /**
   * As {@link #start}, but heeds SIGINT also where these tests run in the background of a shell,
   * whose children ignore it.
   */
  Running startInterruptible() throws InterruptedException {
    List<String> withSignal = List.of("env", "--default-signal=INT");
    try {
      var probe = new ArrayList<>(withSignal);
      probe.add("true");
      if (new ProcessBuilder(probe).start().waitFor() == 0) { // not every env knows the option
        command.addAll(0, withSignal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't start env", e);
    }
    return start();
  }

  Running start() {
    try {
      Path stdout = Files.createTempFile("reparto-stdout", ".txt");
      Path stderr = Files.createTempFile("reparto-stderr", ".txt");
      var builder = new ProcessBuilder(command).directory(directory.toFile());
      // On the JDK that runs these tests, unless a test says otherwise.
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(environment);
      builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      return new Running(process, stdout, stderr);
    } catch (IOException e) {
      throw new UncheckedIOException("can't start a process: command=" + command, e);
    }
  }

  /** A process under way. */
  record Running(Process process, Path stdout, Path stderr) {

    void signal(String name) throws InterruptedException {
      try {
        // Bash has a kill of its own; the program is in a package that not every machine has.
        new ProcessBuilder("bash", "-c", "kill -s " + name + " " + process.pid()).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException("can't send a signal: signal=" + name, e);
      }
    }

    /** What has come on stderr so far. */
    String stderrSoFar() {
      return read(stderr);
    }

    Outcome await() throws InterruptedException {
      try {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(
              "still running after " + TIMEOUT + ": stderr=" + read(stderr) + read(stdout));
        }
        return new Outcome(process.exitValue(), read(stdout), read(stderr));
      } finally {
        delete(stdout);
        delete(stderr);
      }
    }

    private static String read(Path file) {
      try {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path file) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
