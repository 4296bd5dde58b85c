package io.reparto.node.jobs.pi;

/**
 * Draws random points of the square around the circle and counts those inside. What it counts
 * depends on the seed, the task and the numbers of samples asked for, never on the machine. Not
 * thread-safe; one sampler serves many tasks, one after the other.
 */
interface Sampler {

  /** Every call of {@link #countInside} but a task's last asks for a multiple of this. */
  int GRANULE = 4096;

  /** Starts on a task: seeds the generators anew. */
  void start(long jobSeed, int task);

  /**
   * Draws the next samples of the task.
   *
   * @param samples a multiple of {@link #GRANULE}; any number from 1 in the task's last call
   * @return how many of them are inside, 0 to {@code samples}
   */
  int countInside(int samples);

  /** Whether it does without the Vector API only because that is missing. */
  default boolean lacksVectors() {
    return false;
  }
}
