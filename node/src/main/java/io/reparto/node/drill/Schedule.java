package io.reparto.node.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one schedule does: the jobs it submits at once, and the faults it brings about while they
 * run. Follows from (seed, number) alone; a fault's moment is a share of committed tasks and its
 * target a role, so that a repetition is as near to the first run as real processes allow.
 *
 * @param number from 1
 * @param jobs priorities are given in the order 1, 2, 3
 * @param faults in the order of their moments
 */
record Schedule(int number, long seed, List<DrillJob> jobs, List<Fault> faults) {
  /** Of so many schedules one splits the network. */
  private static final int SPLITS_EVERY = 15;

  private static final int FIRST_PERCENT = 4;
  private static final int LAST_PERCENT = 75;

  private static final int LEAST_PAUSE_MILLIS = 200;
  private static final int MOST_PAUSE_MILLIS = 2_500;
  private static final int LEAST_SLOW_MILLIS = 500;
  private static final int MOST_SLOW_MILLIS = 2_500;

  Schedule {
    jobs = List.copyOf(jobs);
    faults = List.copyOf(faults);
  }

  static Schedule of(long seed, int number) {
    var random = random(seed, number);
    if (number % SPLITS_EVERY == 0) {
      var cut = new Fault(Fault.Kind.CUT, target(random), random.nextInt(10, 40), 0);
      return new Schedule(number, seed, List.of(DrillJob.ENDURING), List.of(cut));
    }
    int faults = oneOf(random, 60, 30, 10) + 1;
    var moments = new TreeSet<Integer>();
    while (moments.size() < faults) {
      moments.add(random.nextInt(FIRST_PERCENT, LAST_PERCENT));
    }
    var planned = new ArrayList<Fault>();
    for (int percent : moments) {
      planned.add(fault(random, percent));
    }
    // The more faults, the longer the jobs: the next one begins when the last is healed.
    return new Schedule(number, seed, jobs(random, faults + random.nextInt(2)), planned);
  }

  /** Neighbours must have nothing in common, as the seeds of one generator's sequence have. */
  private static SplittableRandom random(long seed, int number) {
    return new SplittableRandom(
        new SplittableRandom(seed).nextLong() ^ new SplittableRandom(~number).nextLong());
  }

  private static List<DrillJob> jobs(SplittableRandom random, int count) {
    var left = new ArrayList<>(DrillJob.USUAL);
    var chosen = new ArrayList<DrillJob>();
    while (chosen.size() < count) {
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    return chosen;
  }

  private static Fault fault(SplittableRandom random, int percent) {
    Fault.Target target = target(random);
    return switch (oneOf(random, 50, 20, 15, 11, 4)) {
      case 0 -> new Fault(Fault.Kind.KILL, target, percent, 0);
      case 1 -> {
        int millis = random.nextInt(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS);
        yield new Fault(Fault.Kind.PAUSE, target, percent, millis);
      }
      case 2 -> {
        int millis = random.nextInt(LEAST_SLOW_MILLIS, MOST_SLOW_MILLIS);
        yield new Fault(Fault.Kind.SLOW, target, percent, millis);
      }
      case 3 -> new Fault(Fault.Kind.LEAVE, target, percent, 0);
      default -> new Fault(Fault.Kind.FREEZE, target, percent, 0);
    };
  }

  private static Fault.Target target(SplittableRandom random) {
    return switch (oneOf(random, 50, 25, 25)) {
      case 0 -> Fault.Target.COORDINATOR;
      case 1 -> Fault.Target.WORKER;
      default -> Fault.Target.OTHER_WORKER;
    };
  }

  /** An index, each as likely as its share of 100 says. */
  private static int oneOf(SplittableRandom random, int... shares) {
    int drawn = random.nextInt(100);
    int index = 0;
    while (drawn >= shares[index]) {
      drawn -= shares[index];
      index++;
    }
    return index;
  }

  /** Whether it needs nodes on a network that can be cut. */
  boolean splitsTheNetwork() {
    return faults.stream().anyMatch(fault -> fault.kind() == Fault.Kind.CUT);
  }

  String faultWords() {
    return faults.stream().map(Fault::words).collect(Collectors.joining("; "));
  }

  String jobWords() {
    return jobs.stream().map(DrillJob::words).collect(Collectors.joining("; "));
  }
}
