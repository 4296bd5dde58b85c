package io.reparto.node.race.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** One child, seen from its parent. Its answers go to a queue, and so does its end. */
final class ChildProcess implements AutoCloseable {
  private static final int KILL_SECONDS = 5;
  private static final int LINES_SHOWN = 5;

  /**
   * What a child says.
   *
   * @param line its answer; null when it has ended
   */
  record Answer(ChildProcess child, String line) {}

  private final Process process;
  private final Path errors;

  private ChildProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /**
   * Starts one.
   *
   * @param file what it maps
   * @param errors where its stderr goes
   * @param answers takes what it says
   * @throws IOException if it can't be started
   */
  static ChildProcess start(Path file, Path errors, BlockingQueue<Answer> answers)
      throws IOException {
    Process process =
        new ProcessBuilder(JavaCommand.of(CountingProcess.class, file.toString()))
            .redirectError(errors.toFile())
            .start();
    var child = new ChildProcess(process, errors);
    var reader = new Thread(() -> child.read(answers), "answers-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  private void read(BlockingQueue<Answer> answers) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.add(new Answer(this, line));
      }
    } catch (IOException e) {
      // as its end
    }
    answers.add(new Answer(this, null));
  }

  long pid() {
    return process.pid();
  }

  /** Sends a command; to one that has ended it does nothing, its end is in the queue. */
  void send(String command) {
    try {
      OutputStream stdin = process.getOutputStream();
      stdin.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
      stdin.flush();
    } catch (IOException e) {
      // a broken pipe: told by the end of its answers
    }
  }

  /** Kills it as SIGKILL does and waits for its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
  }

  /** How it ended and what it said last, for a message. */
  String obituary() {
    return "pid=" + pid() + ", exit code=" + exitCode() + ", stderr=" + lastErrors();
  }

  private String exitCode() {
    try {
      return process.waitFor(1, TimeUnit.SECONDS)
          ? Integer.toString(process.exitValue())
          : "none yet";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }

  private List<String> lastErrors() {
    try {
      List<String> lines = Files.readAllLines(errors);
      return lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Kills it if it lives. Waits for its end, a few seconds at most, also when interrupted. */
  @Override
  public void close() {
    process.destroyForcibly();
    boolean interrupted = Thread.interrupted();
    try {
      process.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
