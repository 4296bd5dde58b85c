package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reparto.node.cli.remote.ApiAddress;
import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.cli.remote.ApiServer;
import io.reparto.node.endtoend.RepartoProcess.Outcome;
import io.reparto.node.local.FreePorts;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plug-in whose tasks end JVMs, next to a job that must not notice, in real processes. */
class PoisonTest {
  @TempDir Path directory;

  private Path plugin;
  private int base;

  @BeforeEach
  void makePlugin() throws IOException {
    plugin = directory.resolve("poison.jar");
    Path classes =
        Path.of(PoisonJob.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path folder = classes.resolve(PoisonJob.class.getPackageName().replace('.', '/'));
    try (var out = new JarOutputStream(Files.newOutputStream(plugin));
        DirectoryStream<Path> files = Files.newDirectoryStream(folder, "PoisonJob*.class")) {
      out.putNextEntry(new JarEntry("META-INF/services/io.reparto.protocol.job.Job"));
      out.write(PoisonJob.class.getName().getBytes(StandardCharsets.UTF_8));
      for (Path file : files) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }

  @AfterEach
  void down() throws Exception {
    reparto("down", "--timeout", "5");
  }

  private Outcome reparto(String... words) throws InterruptedException {
    return RepartoProcess.reparto(words)
        .with("REPARTO_RUN_DIR", directory.resolve("run").toString())
        .with("REPARTO_PLUGINS", plugin.toString())
        .run();
  }

  private void up(String... nodes) throws InterruptedException {
    base = Integer.parseInt(FreePorts.base());
    var words = new ArrayList<>(List.of("up", "--slots=2", "--memory=160m", "--timeout=100"));
    words.add("--port-base=" + base);
    words.addAll(List.of(nodes));
    Outcome up = reparto(words.toArray(new String[0]));
    assertThat(up.exitCode()).as(up.stderr()).isZero();
  }

  /** A node that is lost does not matter to a client that knows the others. */
  private ApiClient api() {
    var servers = new ArrayList<ApiServer>();
    for (int node = 1; node <= 4; node++) {
      servers.add(new ApiServer("", URI.create("http://127.0.0.1:" + (base + 99 + node))));
    }
    return new ApiClient(ApiAddress.of(servers, ""));
  }

  private JobId submit(String job, Map<String, String> arguments) throws InterruptedException {
    var values = new HashMap<String, List<String>>();
    arguments.forEach((name, value) -> values.put(name, List.of(value)));
    return api().submit(new JobSpec(job, values), JobOptions.USUAL).job();
  }

  private JobId submitPoison(String deed) throws InterruptedException {
    return submit("poison", Map.of("tasks", "60", "culprit", "31", "deed", deed));
  }

  private JobId submitHealthy() throws InterruptedException {
    return submit("sleep", Map.of("tasks", "300", "millis", "100"));
  }

  private JobStatus end(JobId job) throws InterruptedException {
    return api().follow(job, status -> {});
  }

  private JobStatus awaitFailed(JobId job) throws InterruptedException {
    JobStatus status = end(job);
    assertThat(status.state()).as(status.toString()).isEqualTo(JobStatus.State.FAILED);
    assertThat(status.reason()).contains("task=31", "partition=poison 31");
    return status;
  }

  private void assertSucceededAs(JobId job, String digest) throws InterruptedException {
    JobStatus status = end(job);
    assertThat(status.state()).as(status.toString()).isEqualTo(JobStatus.State.SUCCEEDED);
    assertThat(status.digest()).isEqualTo(digest);
  }

  private String healthyDigest() throws Exception {
    String out = reparto("run", "sleep", "--tasks=300", "--millis=0", "--format=json").stdout();
    return new ObjectMapper().readTree(out).get("digest").asText();
  }

  private List<String> nodes(String state) throws Exception {
    var names = new ArrayList<String>();
    new ObjectMapper()
        .readTree(reparto("nodes", "--format=json").stdout())
        .forEach(
            node -> {
              if (node.path("state").asText().equals(state)) {
                names.add(node.path("name").asText());
              }
            });
    return names;
  }

  private String log(String node) throws IOException {
    return Files.readString(directory.resolve("run").resolve(node).resolve("log"));
  }

  @Test
  void givenTasksThatUseUpMemoryStackOrTheJvm_whenTheyRun_thenTheirJobsFailAndNoOther()
      throws Exception {
    up("--nodes=3");
    String digest = healthyDigest();
    JobId healthy = submitHealthy();

    JobStatus stack = awaitFailed(submitPoison("stack"));
    JobStatus memory = awaitFailed(submitPoison("memory"));
    assertThat(stack.summary().certificates())
        .hasSize(3)
        .allMatch(one -> one.cause().contains("StackOverflowError"));
    assertThat(memory.summary().certificates()).isNotEmpty();
    JobStatus exit = awaitFailed(submitPoison("exit"));
    assertThat(exit.summary().certificates())
        .allMatch(one -> one.task() == 31 && one.where().contains("PoisonKernel.act"))
        .extracting(DeathCertificate::worker)
        .doesNotHaveDuplicates()
        .hasSizeBetween(2, 3);
    assertSucceededAs(healthy, digest);

    assertThat(nodes("running")).isNotEmpty();
    String exited = exit.summary().certificates().get(0).worker();
    assertThat(log(exited)).contains("a task told its JVM to exit: job=" + exit.job());
  }

  @Test
  void givenATaskThatHaltsItsJvm_whenItRuns_thenItsJobFailsAndAWorkerAndTheOtherJobGoOn()
      throws Exception {
    up("--coordinators=1", "--workers=3");
    String digest = healthyDigest();
    JobId healthy = submitHealthy();

    JobStatus halt = awaitFailed(submitPoison("halt"));
    assertSucceededAs(healthy, digest);

    assertThat(halt.summary().certificates())
        .filteredOn(one -> one.task() == 31)
        .hasSize(2)
        .allMatch(one -> one.cause().contains("its worker was lost"));
    assertThat(nodes("dead")).hasSize(2);
    assertThat(nodes("running")).hasSize(2);
  }
}
