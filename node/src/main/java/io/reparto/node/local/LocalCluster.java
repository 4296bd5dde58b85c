package io.reparto.node.local;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The nodes of a run directory, one by one. */
public final class LocalCluster {
  private static final Duration SIGNAL_PATIENCE = Duration.ofSeconds(10);

  private final RunDirectory run;
  private final Consumer<String> note;

  /**
   * The cluster in that directory, whether it runs or not.
   *
   * @param note is told if there is another command to wait for
   */
  public LocalCluster(RunDirectory run, Consumer<String> note) {
    this.run = run;
    this.note = note;
  }

  /** Every node that was started, and how it is now. */
  public List<NodeStatus> nodes() throws IOException {
    return run.entries().parallelStream().map(NodeStatus::of).toList();
  }

  public Optional<NodeEntry> find(String name) throws IOException {
    return run.entries().stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /**
   * Ends the process as a crash would, and waits until it is gone. The node stays in the list.
   *
   * @throws LocalClusterException if it is dead already
   */
  public void kill(NodeEntry entry) throws IOException, InterruptedException {
    signal(entry, "KILL", () -> !entry.process().isAlive(), entry);
  }

  /**
   * Stops the process where it is; to the others the node looks unreachable.
   *
   * @throws LocalClusterException if it is dead, or paused already
   */
  public void pause(NodeEntry entry) throws IOException, InterruptedException {
    if (entry.isPaused()) {
      throw new LocalClusterException(entry.name() + " is paused already");
    }
    signal(entry, "STOP", () -> entry.process().isStopped().orElse(true), entry.paused(true));
  }

  /**
   * Lets a paused process go on.
   *
   * @throws LocalClusterException if it is dead, or not paused
   */
  public void resume(NodeEntry entry) throws IOException, InterruptedException {
    requireAlive(entry);
    if (!entry.isPaused()) {
      throw new LocalClusterException(entry.name() + " is not paused");
    }
    signal(entry, "CONT", () -> !entry.process().isStopped().orElse(false), entry.paused(false));
  }

  /**
   * Asks the node to leave, waits until it has, and forgets it. Takes no lock while it waits.
   *
   * @throws LocalClusterException if it is dead or paused, or stays for longer than that
   */
  public void drain(NodeEntry entry, Duration timeout) throws IOException, InterruptedException {
    requireAlive(entry);
    if (entry.isPaused()) {
      throw new LocalClusterException(
          entry.name() + " is paused and can't leave: reparto resume " + entry.name());
    }
    entry.process().send("TERM");
    if (!Poll.until(timeout, () -> !entry.process().isAlive())) {
      throw new LocalClusterException(
          entry.name()
              + " has not left within "
              + timeout.toSeconds()
              + " s and still does: pid="
              + entry.process().pid()
              + ", log="
              + run.log(entry.name()));
    }
    run.whileLocked(
        note,
        () -> {
          Optional<NodeEntry> now = find(entry.name());
          if (now.isPresent() && now.get().process().equals(entry.process())) {
            run.remove(entry); // else another command has started it again
          }
          return null;
        });
  }

  private void signal(NodeEntry entry, String signal, BooleanSupplier done, NodeEntry after)
      throws IOException, InterruptedException {
    run.whileLocked(
        note,
        () -> {
          requireAlive(entry);
          entry.process().send(signal);
          if (!Poll.until(SIGNAL_PATIENCE, done)) {
            throw new LocalClusterException(
                "the signal has no effect: node="
                    + entry.name()
                    + ", pid="
                    + entry.process().pid()
                    + ", signal="
                    + signal);
          }
          run.write(after);
          return null;
        });
  }

  private static void requireAlive(NodeEntry entry) {
    if (!entry.process().isAlive()) {
      throw new LocalClusterException(
          entry.name() + " is dead already: pid=" + entry.process().pid());
    }
  }

  /**
   * Makes certificates for nodes 1 to that number, as far as they are missing.
   *
   * @param renew whether to make all of them anew
   * @throws LocalClusterException if they shall be renewed while nodes run
   */
  public Certificates certificates(int nodes, boolean renew)
      throws IOException, InterruptedException {
    return run.whileLocked(
        note,
        () -> {
          var certificates = new Certificates(run);
          if (renew) {
            requireAllDead();
            certificates.delete();
          }
          for (int number = 1; number <= nodes; number++) {
            certificates.of(LocalNode.NAME_PREFIX + number);
          }
          return certificates;
        });
  }

  private void requireAllDead() throws IOException {
    for (NodeEntry entry : run.entries()) {
      if (entry.process().isAlive()) {
        throw new LocalClusterException(
            "certificates can't be renewed while nodes run: node="
                + entry.name()
                + "; end the cluster first: reparto down");
      }
    }
  }
}
