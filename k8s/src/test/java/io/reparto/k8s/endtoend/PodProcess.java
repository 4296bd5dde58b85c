package io.reparto.k8s.endtoend;

import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.reparto.k8s.SourceTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pod of Reparto without Kubernetes: a process that has its name, its own address of loopback,
 * and the settings of the manifests.
 */
final class PodProcess implements AutoCloseable {
  /** Ports, the same in every pod. */
  record Ports(int artery, int management, int api) {}

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final Pattern NODE = Pattern.compile("\"node\":\"([^\"]*)\"");

  private final String name;
  private final String address;
  private final Ports ports;
  private final Path log;
  private Process process;

  PodProcess(String name, String address, Ports ports, Path directory) {
    this.name = name;
    this.address = address;
    this.ports = ports;
    this.log = directory.resolve(name + ".log");
  }

  String name() {
    return name;
  }

  /** The pod as Kubernetes knows it, running. */
  Pod object(PodTemplateSpec template) {
    Pod pod =
        new PodBuilder()
            .withMetadata(template.getMetadata())
            .editMetadata()
            .withName(name)
            .withNamespace(KubernetesApi.NAMESPACE)
            .endMetadata()
            .withSpec(template.getSpec())
            .withNewStatus()
            .withPhase("Running")
            .withPodIP(address)
            .endStatus()
            .build();
    pod.getSpec()
        .getContainers()
        .forEach(
            container ->
                container
                    .getPorts()
                    .replaceAll(
                        port ->
                            port.getName().equals("management")
                                ? new ContainerPortBuilder(port)
                                    .withContainerPort(ports.management())
                                    .build()
                                : port));
    return pod;
  }

  /**
   * Starts its JVM, also anew after it has ended.
   *
   * @param component whose settings it takes, as in k8s/base
   * @param settings more of them
   */
  void start(String component, String settings, Map<String, String> environment)
      throws IOException {
    Path config = log.resolveSibling(name + ".conf");
    Files.writeString(
        config,
        "include required(file(\"%s\"))\n"
                .formatted(SourceTree.K8S.resolve("base/" + component + ".conf"))
            + settings
            + "reparto.node.bind-host = \"%s\"\n".formatted(address));
    var builder =
        new ProcessBuilder(
            SourceTree.HOME.resolve("reparto").toString(), "node", "--config", config.toString());
    Map<String, String> own = builder.environment();
    own.put("JAVA_HOME", System.getProperty("java.home"));
    own.put("REPARTO_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xmx256m");
    own.put("REPARTO_NODE_NAME", name);
    own.put("REPARTO_NODE_HOST", address);
    own.put("REPARTO_NODE_SLOTS", "1");
    own.put("REPARTO_NODE_PORT", Integer.toString(ports.artery()));
    own.put("REPARTO_KUBERNETES_MANAGEMENT_PORT", Integer.toString(ports.management()));
    own.put("REPARTO_HTTP_PORT", Integer.toString(ports.api()));
    own.put("REPARTO_HTTP_HOST", address);
    own.putAll(environment);
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.getOutputStream().close();
  }

  /** As the probe of Kubernetes asks. */
  boolean isReady() throws InterruptedException {
    return answers("http://" + address + ":" + ports.management() + "/ready");
  }

  private static boolean answers(String url) throws InterruptedException {
    try {
      return HTTP.send(get(url), HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** The names of the nodes that are in its cluster and answer. */
  Set<String> members() throws InterruptedException {
    try {
      String url = "http://" + address + ":" + ports.api() + "/api/cluster";
      return NODE.matcher(HTTP.send(get(url), HttpResponse.BodyHandlers.ofString()).body())
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      return new TreeSet<>();
    }
  }

  private static HttpRequest get(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
  }

  /** As Kubernetes ends a container: with SIGTERM. */
  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** What its containers have said so far. */
  String log() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
