package io.reparto.node.runtime;

import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a job answers in one JVM, by which answers of clusters are judged. */
public final class EmbeddedAnswer {
  private static final long PATIENCE_SECONDS = 120;

  private EmbeddedAnswer() {}

  /** The digest of the result of one of our own jobs. */
  public static String digest(JobSpec spec) throws Exception {
    return digest(spec, Jobs.load(EmbeddedAnswer.class.getClassLoader()));
  }

  /** The digest of a job's result. */
  public static String digest(JobSpec spec, Jobs jobs) throws Exception {
    var ended = new CompletableFuture<JobEvent>();
    try (EmbeddedRuntime runtime = EmbeddedRuntime.start(jobs, 1, 2)) {
      runtime.submit(
          spec,
          JobOptions.USUAL,
          event -> {
            if (!(event instanceof JobEvent.Planned) && !(event instanceof JobEvent.Progressed)) {
              ended.complete(event);
            }
          });
      JobEvent last = ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (last instanceof JobEvent.Succeeded succeeded) {
        return succeeded.digest();
      }
      throw new AssertionError("not succeeded: " + last);
    }
  }
}
