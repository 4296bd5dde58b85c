package io.reparto.node.cli;

import io.reparto.node.runtime.JobClient;
import io.reparto.protocol.job.Jobs;

/** Starts the runtime that a run is sent to. */
@FunctionalInterface
public interface ClientFactory {

  /**
   * Starts one.
   *
   * @param jobs the registry the runtime shall know
   * @param workers worker actors, at least 1
   * @param slotsPerWorker slots of each, at least 1
   */
  JobClient start(Jobs jobs, int workers, int slotsPerWorker);
}
