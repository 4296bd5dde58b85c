package io.reparto.node.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One process of this machine, told from a later one with the same pid by when it started.
 *
 * @param started as the system tells it, to be compared only. On Linux the machine's boot and the
 *     clock tick since then (proc(5)): the time of day that Java makes of the tick moves when the
 *     clock is set.
 */
public record ProcessIdentity(long pid, String started) {
  private static final Path PROC = Path.of("/proc");

  /** Where the start time is in {@code /proc/PID/stat}, counted from the state: field 22 - 3. */
  private static final int START_FIELD = 19;

  /**
   * The process that has the pid now.
   *
   * @throws LocalClusterException if there is none, or the system doesn't tell when it started
   */
  public static ProcessIdentity of(long pid) {
    return started(pid)
        .map(started -> new ProcessIdentity(pid, started))
        .orElseThrow(() -> new LocalClusterException("the process has ended at once: pid=" + pid));
  }

  private static Optional<String> started(long pid) {
    if (Files.isDirectory(PROC.resolve("self"))) {
      return stat(pid).map(fields -> bootId() + "/" + fields[START_FIELD]);
    }
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(Instant::toString);
  }

  private static String bootId() {
    return read(PROC.resolve("sys/kernel/random/boot_id")).map(String::strip).orElse("");
  }

  /** The fields of a process after its name, which may hold anything; the state is the first. */
  private static Optional<String[]> stat(long pid) {
    return read(PROC.resolve(pid + "/stat"))
        .map(text -> text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1))
        .filter(fields -> fields.length > START_FIELD);
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty(); // it ended meanwhile, or there is no such file on this system
    }
  }

  /** Whether it runs or is paused. One that ended and that nobody has waited for does not. */
  public boolean isAlive() {
    // The state first: one that is waited for after that has no start any more.
    boolean isLeftOver = stat(pid).filter(fields -> "ZX".contains(fields[0])).isPresent();
    return !isLeftOver && started(pid).filter(started::equals).isPresent();
  }

  /** Whether SIGSTOP holds it; empty where the system doesn't tell. */
  Optional<Boolean> isStopped() {
    return stat(pid).map(fields -> "Tt".contains(fields[0]));
  }

  /** When it started, to the accuracy of the system's clock. */
  Optional<Instant> startedAt() {
    return ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant());
  }

  /**
   * Sends it a signal, if it is still there.
   *
   * @param signal its name without SIG
   */
  public void send(String signal) throws InterruptedException {
    if (!isAlive()) {
      return;
    }
    try {
      // POSIX has kill in every sh; the program is in a package that not every machine has.
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + pid)
              .redirectErrorStream(true)
              .start();
      String output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kill.waitFor() != 0 && isAlive()) {
        throw new LocalClusterException(
            "the signal can't be sent: pid=" + pid + ", signal=" + signal + ", " + output.strip());
      }
    } catch (IOException e) {
      throw new LocalClusterException("sh can't be started to send a signal: " + e, e);
    }
  }
}
