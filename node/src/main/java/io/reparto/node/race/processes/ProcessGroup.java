package io.reparto.node.race.processes;

import io.reparto.node.race.processes.ChildProcess.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The children and the file they share. Closing it kills the children and deletes the file. Used by
 * one thread.
 */
final class ProcessGroup implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SURVIVORS_PATIENCE = Duration.ofSeconds(10);

  private final Path directory;
  private final MappedCounter counter;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<ChildProcess> children = new ArrayList<>();
  private long arrivals;

  private ProcessGroup(Path directory, MappedCounter counter) {
    this.directory = directory;
    this.counter = counter;
  }

  /**
   * Starts so many children and waits until they are ready.
   *
   * @throws RaceFailure if the file can't be made or a child can't be started
   * @throws InterruptedException if the calling thread is interrupted
   */
  static ProcessGroup start(int processes) throws InterruptedException {
    ProcessGroup group = create();
    try {
      for (int child = 0; child < processes; child++) {
        group.children.add(group.startChild());
      }
      group.awaitAll(CountingProcess.READY);
      return group;
    } catch (RuntimeException | InterruptedException e) {
      group.close();
      throw e;
    }
  }

  private static ProcessGroup create() {
    Path directory = null;
    try {
      directory = Files.createTempDirectory("reparto-race-");
      return new ProcessGroup(directory, MappedCounter.open(directory.resolve("counter")));
    } catch (IOException e) {
      if (directory != null) {
        delete(directory);
      }
      throw new RaceFailure(
          "the file that the processes share can't be made: directory="
              + System.getProperty("java.io.tmpdir")
              + ", reason="
              + e,
          e);
    }
  }

  /** One more, that is not yet of the group. */
  ChildProcess startChild() {
    try {
      Path errors = Files.createTempFile(directory, "stderr-", ".txt");
      return ChildProcess.start(directory.resolve("counter"), errors, answers);
    } catch (IOException e) {
      throw new RaceFailure("a process can't be started: reason=" + e, e);
    }
  }

  MappedCounter counter() {
    return counter;
  }

  /** Where the shared file lies. */
  Path directory() {
    return directory;
  }

  List<ChildProcess> children() {
    return List.copyOf(children);
  }

  /** Has every child prepare for a strategy. */
  void warmUp(ProcessStrategy strategy) throws InterruptedException {
    sendAll(CountingProcess.WARM + " " + strategy);
    awaitAll(CountingProcess.READY);
  }

  /** Has every child count, from a common start on, and returns their answers. */
  List<CountedAnswer> count(ProcessStrategy strategy, int increments) throws InterruptedException {
    beginCount(strategy, increments);
    return awaitCounted();
  }

  /** Has every child count; {@link #awaitCounted} must follow. */
  void beginCount(ProcessStrategy strategy, int increments) {
    arrivals += children.size();
    sendAll(CountingProcess.COUNT + " " + strategy + " " + arrivals + " " + increments);
  }

  List<CountedAnswer> awaitCounted() throws InterruptedException {
    return awaitAll(CountingProcess.COUNTED).stream().map(CountedAnswer::parse).toList();
  }

  private void sendAll(String command) {
    children.forEach(child -> child.send(command));
  }

  /** The next answer of one that is not of the group. */
  void await(ChildProcess child, String expected) throws InterruptedException {
    collect(new LinkedHashSet<>(Set.of(child)), expected);
  }

  private List<String> awaitAll(String expected) throws InterruptedException {
    return collect(new LinkedHashSet<>(children), expected);
  }

  /** Whether any child says something within that time; it is still to be awaited then. */
  boolean anyAnswerWithin(Duration time) throws InterruptedException {
    Answer answer = answers.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    if (answer == null) {
      return false;
    }
    answers.add(answer);
    return true;
  }

  private List<String> collect(Set<ChildProcess> waitedFor, String expected)
      throws InterruptedException {
    var lines = new ArrayList<String>();
    while (!waitedFor.isEmpty()) {
      Answer answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (answer == null) {
        throw new RaceFailure(
            "processes do not answer: timeout="
                + PATIENCE
                + ", pids="
                + waitedFor.stream().map(ChildProcess::pid).toList());
      }
      if (!waitedFor.contains(answer.child())) {
        continue; // of one that was killed on purpose
      }
      if (answer.line() == null) {
        throw died(answer.child(), waitedFor);
      }
      if (!answer.line().startsWith(expected)) {
        throw new RaceFailure(
            "a process answers what it was not asked: " + answer.child().obituary());
      }
      waitedFor.remove(answer.child());
      lines.add(answer.line());
    }
    return lines;
  }

  /** Gives the others time to finish their round, to be able to say whether they did. */
  private RaceFailure died(ChildProcess dead, Set<ChildProcess> waitedFor)
      throws InterruptedException {
    waitedFor.remove(dead);
    long deadline = System.nanoTime() + SURVIVORS_PATIENCE.toNanos();
    while (!waitedFor.isEmpty()) {
      Answer answer = answers.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (answer == null) {
        break;
      }
      waitedFor.remove(answer.child());
    }
    return new RaceFailure(
        "a counting process died: "
            + dead.obituary()
            + (waitedFor.isEmpty()
                ? "; the others finished their round"
                : "; still busy: pids=" + waitedFor.stream().map(ChildProcess::pid).toList()));
  }

  @Override
  public void close() {
    children.forEach(ChildProcess::close);
    try {
      counter.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new RaceFailure(
          "temporary files can't be deleted: directory=" + directory + ", reason=" + e, e);
    }
  }
}
