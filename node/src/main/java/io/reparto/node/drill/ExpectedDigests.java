package io.reparto.node.drill;

import io.reparto.node.runtime.EmbeddedRuntime;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.JobEvent;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What jobs answer in one JVM with one slot, one after the other. */
final class ExpectedDigests {
  private static final int PATIENCE_MINUTES = 5;

  private ExpectedDigests() {}

  /**
   * Runs each of the jobs once.
   *
   * @param directory holds their files
   */
  static Map<DrillJob, String> of(Jobs jobs, Set<DrillJob> wanted, Path directory)
      throws InterruptedException {
    var digests = new EnumMap<DrillJob, String>(DrillJob.class);
    try (EmbeddedRuntime runtime = EmbeddedRuntime.start(jobs, 1, 1)) {
      for (DrillJob job : wanted) {
        digests.put(job, digest(runtime, job, directory));
      }
    }
    return digests;
  }

  private static String digest(EmbeddedRuntime runtime, DrillJob job, Path directory)
      throws InterruptedException {
    var ended = new CompletableFuture<JobEvent>();
    runtime.submit(
        job.withoutWaits(directory),
        event -> {
          if (!(event instanceof JobEvent.Planned) && !(event instanceof JobEvent.Progressed)) {
            ended.complete(event);
          }
        });
    try {
      JobEvent last = ended.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (last instanceof JobEvent.Succeeded succeeded) {
        return succeeded.digest();
      }
      throw new DrillException("a job fails in one JVM: job=" + job.words() + ", end=" + last);
    } catch (TimeoutException e) {
      throw new DrillException("a job does not end in one JVM: job=" + job.words(), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an event can't fail", e);
    }
  }
}
