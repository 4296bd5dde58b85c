package io.reparto.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.node.jobs.sleep.SleepJob;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.JobEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedConfigTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void keepSettings() throws IOException {
    file = directory.resolve("a b.conf");
    EmbeddedConfig.writeReference(file);
    System.setProperty(EmbeddedConfig.REFERENCE_FILE, file.toString());
  }

  @AfterEach
  void forgetSettings() {
    System.clearProperty(EmbeddedConfig.REFERENCE_FILE);
  }

  @Test
  void givenKeptSettings_whenLoaded_thenTheyAreThoseOfTheLibrariesButForClusters()
      throws IOException {
    ClassLoader loader = EmbeddedConfig.classLoader();

    Config kept = ConfigFactory.load(loader);

    assertThat(kept.getConfig("akka.actor"))
        .isEqualTo(ConfigFactory.parseFile(file.toFile()).resolve().getConfig("akka.actor"));
    assertThat(kept.hasPath("reparto.worker")).isTrue();
    assertThat(kept.hasPath("akka.remote.artery")).isFalse();
    assertThat(Collections.list(loader.getResources("META-INF/MANIFEST.MF"))).isEmpty();
  }

  @Test
  void givenKeptSettings_whenARuntimeStarts_thenItRunsAJob() throws Exception {
    var last = new CompletableFuture<JobEvent>();

    try (var runtime = EmbeddedRuntime.start(Jobs.of(new SleepJob()), 1, 1)) {
      runtime.submit(
          new JobSpec("sleep", Map.of("tasks", List.of("3"))),
          event -> {
            if (!(event instanceof JobEvent.Planned) && !(event instanceof JobEvent.Progressed)) {
              last.complete(event);
            }
          });

      assertThat(last.get(60, TimeUnit.SECONDS)).isInstanceOf(JobEvent.Succeeded.class);
    }
  }
}
