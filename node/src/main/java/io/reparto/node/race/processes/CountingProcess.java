package io.reparto.node.race.processes;

import io.reparto.node.race.actors.CountingActors;
import io.reparto.node.race.strategies.SharedCounter;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The main class of a child process. Reads commands from stdin, a line each, and answers each with
 * a line on stdout. Ends at once, also in the middle of a round, when stdin does: its parent is
 * gone.
 */
public final class CountingProcess {
  static final String READY = "ready";
  static final String WARM = "warm";
  static final String COUNT = "count";
  static final String COUNTED = "counted";
  static final String HOLD = "hold";
  static final String HOLDING = "holding";

  private static final int BARRIER_FAILED = 3;
  private static final int WARM_UP_CALLS = 20_000;
  private static final int WARM_UP_TIMES = 64;
  private static final long WARM_UP_NANOS = 50_000_000;

  private final MappedCounter counter;
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private CountingActors actors;

  private CountingProcess(MappedCounter counter) {
    this.counter = counter;
  }

  /**
   * Serves until stdin ends.
   *
   * @param args the file to map
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    var reader = new Thread(() -> read(commands), "commands");
    reader.setDaemon(true);
    reader.start();
    try (MappedCounter counter = MappedCounter.open(Path.of(args[0]))) {
      var process = new CountingProcess(counter);
      process.answer(READY);
      while (true) {
        process.serve(commands.take().split(" ", -1));
      }
    }
  }

  private static void read(BlockingQueue<String> commands) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream(FileDescriptor.in), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        commands.add(line);
      }
    } catch (IOException e) {
      // as its end
    }
    Runtime.getRuntime().halt(0);
  }

  private void serve(String[] command) throws IOException {
    switch (command[0]) {
      case WARM -> {
        warmUp(ProcessStrategy.valueOf(command[1]));
        answer(READY);
      }
      case COUNT ->
          count(
              ProcessStrategy.valueOf(command[1]),
              Long.parseLong(command[2]),
              Integer.parseInt(command[3]));
      case HOLD -> {
        MappedAdders.lock(counter.channel()); // for good: it is given back when we are killed
        answer(HOLDING);
      }
      default -> throw new IllegalArgumentException("no such command: " + command[0]);
    }
  }

  private void warmUp(ProcessStrategy strategy) throws IOException {
    long begin = System.nanoTime();
    for (int call = 0; call < WARM_UP_CALLS && System.nanoTime() - begin < WARM_UP_NANOS; call++) {
      add(strategy, WARM_UP_TIMES);
    }
  }

  private void count(ProcessStrategy strategy, long target, int increments) throws IOException {
    if (!counter.awaitStart(target)) {
      Runtime.getRuntime().halt(BARRIER_FAILED);
    }
    long begin = MappedCounter.clockNanos();
    long count = add(strategy, increments);
    answer(COUNTED + " " + begin + " " + MappedCounter.clockNanos() + " " + count);
  }

  /**
   * Adds, and tells how much this process has counted: what it sends, if nothing else is shared.
   */
  private long add(ProcessStrategy strategy, int times) throws IOException {
    switch (strategy) {
      case PLAIN -> MappedAdders.addPlainly(counter, times);
      case COMPARE_AND_SET -> MappedAdders.addByCompareAndSet(counter, times);
      case FILE_LOCK -> MappedAdders.addUnderLock(counter, times);
      case ACTORS -> {
        return addByActor(times);
      }
    }
    return times;
  }

  private long addByActor(int times) {
    if (actors == null) {
      actors = CountingActors.start(1);
    }
    SharedCounter own = actors.merged(1);
    own.add(times);
    return own.total();
  }

  private void answer(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
