package io.reparto.node.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.cli.remote.ApiAddress;
import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.endtoend.RepartoProcess.Outcome;
import io.reparto.node.local.FreePorts;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Nodes that {@code ./reparto up} has started, each a JVM of its own, until {@link #close}. */
final class RunningCluster implements AutoCloseable {
  private static final int HTTP_OFFSET = 100;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path directory;
  private final int portBase = Integer.parseInt(FreePorts.base());
  private final Map<String, String> environment;

  private RunningCluster(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** Starts nodes with these options of {@code up}; they are ready when this returns. */
  static RunningCluster up(Path directory, String... options) throws InterruptedException {
    return up(directory, Map.of(), options);
  }

  /**
   * The same with variables for the nodes.
   *
   * @param directory for the run directory; of this cluster alone
   */
  static RunningCluster up(Path directory, Map<String, String> environment, String... options)
      throws InterruptedException {
    var cluster = new RunningCluster(directory, environment);
    boolean isUp = false;
    try {
      cluster.startNodes(options);
      isUp = true;
      return cluster;
    } finally {
      if (!isUp) {
        cluster.close(); // an up that took too long was killed, its nodes were not
      }
    }
  }

  /** Starts nodes on the ports of this cluster: those that have died once more. */
  void startNodes(String... options) throws InterruptedException {
    var words = new ArrayList<>(List.of("up", "--port-base=" + portBase, "--timeout=100"));
    words.addAll(List.of(options));
    Outcome up = reparto(words.toArray(String[]::new));
    assertThat(up.exitCode()).as(up.stderr()).isZero();
  }

  /** A command with this cluster's run directory. */
  Outcome reparto(String... words) throws InterruptedException {
    RepartoProcess process =
        RepartoProcess.reparto(words).with("REPARTO_RUN_DIR", directory.toString());
    environment.forEach(process::with);
    return process.run();
  }

  /** Where the nodes' files are: configuration, log, certificates. */
  Path directory() {
    return directory;
  }

  /**
   * Artery's port.
   *
   * @param node from 1
   */
  int arteryPort(int node) {
    return portBase + node - 1;
  }

  /**
   * The API of a node.
   *
   * @param node from 1
   */
  URI uri(int node) {
    return URI.create("http://127.0.0.1:" + (arteryPort(node) + HTTP_OFFSET));
  }

  ApiClient api(int node) {
    return new ApiClient(ApiAddress.of(uri(node), ""));
  }

  String log(int node) {
    return read(directory.resolve("node-" + node + "/log"));
  }

  /**
   * The configuration of node-2, for one more node.
   *
   * @param node whose ports it takes, from 1
   */
  String configAs(String name, int node) {
    return read(directory.resolve("node-2/node.conf"))
        .replace("node-2\"", name + "\"")
        .replace("port = " + arteryPort(2), "port = " + arteryPort(node))
        .replace("port = " + uri(2).getPort(), "port = " + uri(node).getPort());
  }

  long pid(int node) {
    var properties = new Properties();
    try (var in = Files.newInputStream(directory.resolve("node-" + node + "/node.properties"))) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Long.parseLong(properties.getProperty("pid"));
  }

  /** Runs a job to its end through a node; fails if it does not succeed. */
  JobStatus run(int node, JobSpec spec) throws InterruptedException {
    ApiClient api = api(node);
    JobId job = api.submit(spec, JobOptions.USUAL).job();
    JobStatus last = api.follow(job, status -> {});
    assertThat(last.state()).as("%s: %s", spec, last).isEqualTo(JobStatus.State.SUCCEEDED);
    return last;
  }

  /** What a GET answers, as text. */
  HttpResponse<String> get(int node, String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(node).resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The value of a metric without labels. */
  double metric(int node, String name) throws IOException, InterruptedException {
    return get(node, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such metric: name=" + name));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      reparto("down", "--timeout=20");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
