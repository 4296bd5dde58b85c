package io.reparto.node.cli;

import com.typesafe.config.ConfigFactory;
import io.reparto.node.runtime.JobClient;
import io.reparto.protocol.job.Jobs;

/** Starts embedded runtimes whose workers measure the processor time of their leases. */
final class MeasuredRuntime {
  private static final String CPU_TIME = "reparto.worker.cpu-time";

  private MeasuredRuntime() {}

  static JobClient start(ClientFactory clients, Jobs jobs, int workers, int slots) {
    System.setProperty(CPU_TIME, "on");
    ConfigFactory.invalidateCaches(); // of what is read from system properties
    try {
      return clients.start(jobs, workers, slots);
    } finally {
      System.clearProperty(CPU_TIME);
      ConfigFactory.invalidateCaches();
    }
  }
}
