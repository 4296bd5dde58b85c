package io.reparto.protocol.serialization;

import akka.actor.setup.Setup;
import io.reparto.protocol.job.Jobs;

/**
 * Hands the jobs of this process to the actor system's serializers; without it only jobs on the
 * class path are known.
 */
public final class JobsSetup extends Setup {
  private final Jobs jobs;

  public JobsSetup(Jobs jobs) {
    this.jobs = jobs;
  }

  public Jobs jobs() {
    return jobs;
  }
}
