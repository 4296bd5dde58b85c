package io.reparto.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedConfigTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void keepSettings() throws IOException {
    file = directory.resolve("a b.settings");
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
    EmbeddedConfig kept = EmbeddedConfig.load();

    Config all = ConfigFactory.load();
    for (String section : List.of("akka.stream", "akka.coordinated-shutdown", "reparto.worker")) {
      assertThat(kept.config().getConfig(section)).isEqualTo(all.getConfig(section));
    }
    // Merged from several files by references of each to the one before.
    assertThat(kept.config().getStringList("akka.library-extensions"))
        .isNotEmpty()
        .allMatch(all.getStringList("akka.library-extensions")::contains);
    assertThat(kept.config().hasPath("akka.remote.artery")).isFalse();
    assertThat(Collections.list(kept.loader().getResources("META-INF/MANIFEST.MF"))).isEmpty();
  }

  @Test
  void givenAPropertyOfReparto_whenLoaded_thenItStandsBeforeTheKeptOne() {
    System.setProperty("reparto.worker.slice", "7ms");
    try {
      assertThat(EmbeddedConfig.load().config().getString("reparto.worker.slice")).isEqualTo("7ms");
    } finally {
      System.clearProperty("reparto.worker.slice");
    }
  }

  @Test
  void givenAPropertyOfAkka_whenLoaded_thenAllIsReadAndResolvedAnew() {
    System.setProperty("akka.serialization.protobuf.whitelist-class.0", "some.Message");
    ConfigFactory.invalidateCaches();
    try {
      assertThat(
              EmbeddedConfig.load()
                  .config()
                  .getStringList("akka.serialization.protobuf.allowed-classes"))
          .containsExactly("some.Message");
    } finally {
      System.clearProperty("akka.serialization.protobuf.whitelist-class.0");
      ConfigFactory.invalidateCaches();
    }
  }

  @Test
  void givenReferencesToTheEnvironment_whenKept_thenTheirNamesAreThoseThatAreLookedFor()
      throws IOException {
    String unresolved = EmbeddedConfig.reference().root().render(ConfigRenderOptions.concise());

    assertThat(Pattern.compile("\\$\\{\\??([A-Z][A-Z_]*)}").matcher(unresolved).results())
        .isNotEmpty()
        .allMatch(match -> match.group(1).startsWith(EmbeddedConfig.VARIABLES));
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
