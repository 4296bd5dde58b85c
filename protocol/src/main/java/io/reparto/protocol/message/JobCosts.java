package io.reparto.protocol.message;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the committed tasks of a job have cost. Of a job that another coordinator took over, those
 * merged and leased by this one.
 *
 * @param slots of the cluster when it was last asked for a lease
 * @param mergeNanos of merging at the coordinator, and of making the result
 * @param workers by name, at most {@value #MOST_WORKERS}; the others are summed up as the last
 */
public record JobCosts(int slots, long mergeNanos, List<Worker> workers) {
  public static final JobCosts NONE = new JobCosts(0, 0, List.of());

  /** Stands for the workers beyond the first so many, which a message could not hold. */
  public static final String OTHERS = "others";

  static final int MOST_WORKERS = 100;

  /**
   * One worker's part.
   *
   * @param tasks committed
   * @param leases granted
   * @param partials committed
   */
  public record Worker(String worker, int tasks, int leases, int partials, Costs costs) {

    /** Both together, under this one's name. */
    public Worker plus(Worker other) {
      return new Worker(
          worker,
          tasks + other.tasks,
          leases + other.leases,
          partials + other.partials,
          costs.plus(other.costs));
    }
  }

  public JobCosts {
    if (workers.size() > MOST_WORKERS) {
      Worker others =
          workers.subList(MOST_WORKERS - 1, workers.size()).stream()
              .reduce(new Worker(OTHERS, 0, 0, 0, Costs.NONE), Worker::plus);
      workers = Stream.concat(workers.stream().limit(MOST_WORKERS - 1), Stream.of(others)).toList();
    }
    workers = List.copyOf(workers);
  }

  /** Of all workers. */
  public Costs sum() {
    return workers.stream().map(Worker::costs).reduce(Costs.NONE, Costs::plus);
  }
}
