package io.reparto.node.drill;

import io.reparto.node.local.NodeProgram;
import io.reparto.protocol.job.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Runs schedules one after the other, on as few clusters as there are reasons for. */
public final class Drill {
  private final Jobs jobs;
  private final NodeProgram program;
  private final Settings settings;
  private final Consumer<String> note;
  private int clusters;

  /**
   * What to run, and where.
   *
   * @param numbers of the schedules, from 1
   * @param limit after which no other schedule is begun
   * @param directory for files, configurations and logs; exists
   * @param portBase as {@code reparto up} takes it
   * @param memory heap of each node, as {@code reparto up} takes it
   * @param noNetwork why no network can be cut here; empty if this process has one of its own
   */
  public record Settings(
      long seed,
      List<Integer> numbers,
      Duration limit,
      Path directory,
      int portBase,
      String memory,
      Optional<String> noNetwork) {

    public Settings {
      numbers = List.copyOf(numbers);
    }

    /** Of schedules 1 to that number. */
    public static List<Integer> upTo(int schedules) {
      return IntStream.rangeClosed(1, schedules).boxed().toList();
    }
  }

  /**
   * A drill.
   *
   * @param program what a node is started with
   * @param note is told of each schedule as it ends, in one line
   */
  public Drill(Jobs jobs, NodeProgram program, Settings settings, Consumer<String> note) {
    this.jobs = jobs;
    this.program = program;
    this.settings = settings;
    this.note = note;
  }

  /**
   * Runs them: first those that leave the network alone, then the others. Nothing that it started
   * is left when it returns or throws, but for files.
   *
   * @throws DrillException if no cluster can be started, or a job fails in one JVM
   */
  public DrillReport run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    List<Schedule> schedules =
        settings.numbers().stream().map(number -> Schedule.of(settings.seed(), number)).toList();
    List<Schedule> ordinary = schedules.stream().filter(one -> !one.splitsTheNetwork()).toList();
    List<Schedule> splitting = schedules.stream().filter(Schedule::splitsTheNetwork).toList();
    DrillInputs.write(settings.directory());
    Set<DrillJob> wanted = EnumSet.noneOf(DrillJob.class);
    schedules.forEach(one -> wanted.addAll(one.jobs()));
    Map<DrillJob, String> digests = ExpectedDigests.of(jobs, wanted, settings.directory());
    var outcomes = new ArrayList<Outcome>();
    outcomes.addAll(run(ordinary, digests, begin, this::localCluster));
    if (settings.noNetwork().isEmpty()) {
      outcomes.addAll(run(splitting, digests, begin, this::networkCluster));
    } else {
      splitting.forEach(one -> outcomes.add(Outcome.skipped(one, settings.noNetwork().get())));
    }
    return new DrillReport(settings.seed(), outcomes, Duration.ofNanos(System.nanoTime() - begin));
  }

  private interface Clusters {
    DrillCluster make() throws IOException, InterruptedException;
  }

  private List<Outcome> run(
      List<Schedule> schedules, Map<DrillJob, String> digests, long begin, Clusters clusters)
      throws IOException, InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    DrillCluster cluster = null;
    try {
      for (Schedule schedule : schedules) {
        if (System.nanoTime() - begin > settings.limit().toNanos()) {
          outcomes.add(Outcome.skipped(schedule, "the time was over"));
          continue;
        }
        if (cluster == null) {
          cluster = clusters.make();
        }
        makeWhole(cluster);
        Outcome outcome = new ScheduleRun(schedule, cluster, settings.directory(), digests).run();
        outcomes.add(outcome);
        note.accept(outcome.line());
        append(outcome);
        if (outcome.hasFailed()) {
          cluster.end(); // what is wrong with it must not be laid to the next schedule
          cluster = null;
        }
      }
      return outcomes;
    } finally {
      if (cluster != null) {
        cluster.end();
      }
    }
  }

  private void append(Outcome outcome) throws IOException {
    var lines = new ArrayList<>(List.of(outcome.line()));
    outcome.events().forEach(event -> lines.add("  " + event));
    Files.write(
        settings.directory().resolve("events.txt"),
        lines,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static void makeWhole(DrillCluster cluster) throws IOException, InterruptedException {
    try {
      cluster.startMissing();
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new DrillException("the cluster can't be started: " + e, e);
    }
  }

  private DrillCluster localCluster() throws IOException {
    return new LocalDrillCluster(nextDirectory(), program, settings.portBase(), settings.memory());
  }

  private DrillCluster networkCluster() throws IOException, InterruptedException {
    Path directory = nextDirectory();
    return new NetworkDrillCluster(
        SplitNetwork.around(NetworkDrillCluster.NODES),
        directory,
        settings.directory(),
        program,
        settings.memory());
  }

  /** One for each cluster, so that the logs of one that failed are its own. */
  private Path nextDirectory() throws IOException {
    clusters++;
    return Files.createDirectories(settings.directory().resolve("cluster-" + clusters));
  }
}
