package io.reparto.node.drill;

import io.reparto.protocol.job.JobSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/** The jobs that schedules choose from: waiting and computing, small partials and large ones. */
enum DrillJob {
  /** Many short leases. */
  WAITS("400 waits of 15 ms", "sleep tasks=400 millis=15"),
  /** Long tasks: what a worker loses weighs. */
  LONG_WAITS("45 waits of 150 ms", "sleep tasks=45 millis=150"),
  /** The shortest tasks that wait: the clock ticks no faster than 10 ms. */
  SHORT_WAITS("500 waits of 1 ms", "sleep tasks=500 millis=1"),
  /** Tasks that cost less than a message. */
  NOTHING("1e6 empty tasks", "sleep tasks=1e6"),
  /** All cores compute. */
  PI("pi of 3e8 samples", "pi samples=3e8 seed=7 kernel=scalar"),
  /** Floating-point sums over a file. */
  STATIONS(
      "group-by of 413 keys",
      "groupby input=stations.csv agg=count,mean:temperature,std:temperature"),
  /** Partials of many frames. */
  MANY_STATIONS(
      "group-by of 50 000 keys",
      "groupby input=many-stations.csv agg=count,sum:temperature,max:temperature"),
  /** Outlasts a node that is cut off: only for networks that split. */
  ENDURING("1500 waits of 25 ms", "sleep tasks=1500 millis=25");

  /** Those of ordinary schedules. */
  static final List<DrillJob> USUAL =
      List.of(WAITS, LONG_WAITS, SHORT_WAITS, NOTHING, PI, STATIONS, MANY_STATIONS);

  private static final String INPUT = "input";
  private static final String MILLIS = "millis";

  private final String words;
  private final String definition;

  /**
   * A job.
   *
   * @param definition its name and arguments, after blanks
   */
  DrillJob(String words, String definition) {
    this.words = words;
    this.definition = definition;
  }

  /** For people. */
  String words() {
    return words;
  }

  /** The job as it is sent, reading the files of that directory. */
  JobSpec spec(Path directory) {
    String[] parts = definition.split(" ", -1);
    var arguments = new HashMap<String, List<String>>();
    for (int part = 1; part < parts.length; part++) {
      int equals = parts[part].indexOf('=');
      String value = parts[part].substring(equals + 1);
      arguments.put(parts[part].substring(0, equals), List.of(value.split(",", -1)));
    }
    if (arguments.containsKey(INPUT)) {
      arguments.computeIfPresent(
          INPUT, (name, files) -> List.of(directory.resolve(files.get(0)).toString()));
      arguments.put("by", List.of("station"));
      arguments.put("delimiter", List.of(";"));
      arguments.put("no-header", List.of());
      arguments.put("columns", List.of("station", "temperature"));
      arguments.put("partition-size", List.of("300kB"));
    }
    return new JobSpec(parts[0], arguments);
  }

  /** The same answer sooner, for a runtime of one slot: tasks that wait do not. */
  JobSpec withoutWaits(Path directory) {
    JobSpec spec = spec(directory);
    var arguments = new HashMap<String, List<String>>(spec.arguments());
    arguments.computeIfPresent(MILLIS, (name, millis) -> List.of("0"));
    return new JobSpec(spec.job(), arguments);
  }
}
