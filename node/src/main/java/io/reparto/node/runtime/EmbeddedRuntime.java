package io.reparto.node.runtime;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.serialization.JobsSetup;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A coordinator and workers as actors of this process, with the local provider: no port is opened
 * and messages pass by reference. The actors are those of a cluster. Thread-safe.
 */
public final class EmbeddedRuntime implements JobClient {
  private static final String COMPUTE_THREADS =
      "reparto.worker.compute-dispatcher.thread-pool-executor.fixed-pool-size";

  private final akka.actor.typed.ActorSystem<EmbeddedGuardian.Command> system;
  private final Duration stopTimeout;

  private EmbeddedRuntime(
      akka.actor.typed.ActorSystem<EmbeddedGuardian.Command> system, Duration stopTimeout) {
    this.system = system;
    this.stopTimeout = stopTimeout;
  }

  /**
   * Starts the actors; returns before they have met, which submitting need not wait for.
   *
   * @param workers worker actors, at least 1
   * @param slotsPerWorker leases each runs at a time, at least 1
   * @throws IllegalArgumentException for a number or a configuration key out of range
   */
  public static EmbeddedRuntime start(Jobs jobs, int workers, int slotsPerWorker) {
    EmbeddedConfig settings = EmbeddedConfig.load();
    return start(jobs, workers, slotsPerWorker, settings.config(), settings.loader());
  }

  /**
   * As {@link #start(Jobs, int, int)}, with another configuration.
   *
   * @param config the whole configuration
   */
  public static EmbeddedRuntime start(Jobs jobs, int workers, int slotsPerWorker, Config config) {
    return start(jobs, workers, slotsPerWorker, config, EmbeddedRuntime.class.getClassLoader());
  }

  private static EmbeddedRuntime start(
      Jobs jobs, int workers, int slotsPerWorker, Config config, ClassLoader loader) {
    EmbeddedSettings settings = EmbeddedSettings.from(config, workers, slotsPerWorker);
    Config sized = ConfigFactory.parseMap(Map.of(COMPUTE_THREADS, workers * slotsPerWorker));
    if (settings.passesByReference()) {
      sized = sized.withFallback(config.getConfig("reparto.embedded.overlay"));
    }
    var setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(sized.withFallback(config)).withClassloader(loader),
            new JobsSetup(jobs));
    var system =
        akka.actor.typed.ActorSystem.create(
            EmbeddedGuardian.create(jobs, settings), "reparto", setup);
    return new EmbeddedRuntime(system, settings.stopTimeout());
  }

  @Override
  public JobId submit(JobSpec spec, JobOptions options, Consumer<JobEvent> listener) {
    var job = new JobId(idFor(spec));
    system.tell(new EmbeddedGuardian.Submit(job, spec, options, listener));
    return job;
  }

  private static String idFor(JobSpec spec) {
    String name = spec.job().replaceAll("[^A-Za-z0-9-]", "-");
    return name.substring(0, Math.min(name.length(), 40))
        + "-"
        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  @Override
  public void cancel(JobId job) {
    system.tell(new EmbeddedGuardian.Cancel(job));
  }

  @Override
  public void close() {
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(stopTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      system.log().warn("actors did not stop in time: timeout={}", stopTimeout);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
