package io.reparto.k8s.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.reparto.k8s.Manifests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes find each other by what Kubernetes' API says of their pods, and nothing else. */
class BootstrapTest {
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
  private static final long PATIENCE_NANOS = 180_000_000_000L;
  private static final long PAUSE_NANOS = 50_000_000L;

  private final List<PodProcess> pods = new ArrayList<>();

  @TempDir Path directory;

  @AfterEach
  void endProcesses() {
    pods.forEach(PodProcess::close);
  }

  @Test
  void givenThreePods_whenTheyStartLeaveCrashAndComeBack_thenThereIsOneClusterOfThoseThatRun()
      throws Exception {
    Manifests manifests = Manifests.build("base");
    var ports = new PodProcess.Ports(freePort(), freePort(), freePort());
    PodProcess first = pod("coordinator-1", 2, ports);
    PodProcess second = pod("coordinator-2", 3, ports);
    PodProcess worker = pod("worker-1", 4, ports);
    try (var api = new KubernetesApi(directory)) {
      for (PodProcess pod : pods) {
        api.create(pod.object(template(manifests, component(pod))));
      }

      for (PodProcess pod : pods) {
        start(pod, api);
      }
      awaitMembers(first, second, worker);
      awaitTrue(first, () -> "1000".equals(api.annotation(first.name(), COST)));
      assertThat(api.annotation(second.name(), COST)).isNull();

      api.delete(worker.name());
      assertThat(worker.terminate()).as(worker.log()).isZero();
      awaitMembers(first, second);

      second.kill();
      start(second, api);
      awaitMembers(first, second);

      assertThat(first.log() + second.log() + worker.log())
          .as("clusters that began")
          .containsOnlyOnce("self-joining");
    }
  }

  private PodProcess pod(String name, int host, PodProcess.Ports ports) {
    var pod = new PodProcess(name, "127.0.0." + host, ports, directory);
    pods.add(pod);
    return pod;
  }

  private static String component(PodProcess pod) {
    return pod.name().replaceFirst("-[0-9]+$", "");
  }

  private static PodTemplateSpec template(Manifests manifests, String component) {
    return manifests.the(Deployment.class, "reparto-" + component).getSpec().getTemplate();
  }

  private static void start(PodProcess pod, KubernetesApi api) throws IOException {
    pod.start(
        component(pod),
        api.settings()
            + "reparto.node.kubernetes.overlay.akka.management.cluster.bootstrap {\n"
            + "  contact-point-discovery { stable-margin = 1s, interval = 300ms }\n"
            + "  contact-point.probe-interval = 300ms\n"
            + "}\n",
        withCost(api.environment(), component(pod)));
  }

  private static Map<String, String> withCost(Map<String, String> environment, String component) {
    var all = new HashMap<>(environment);
    all.put("REPARTO_KUBERNETES_COORDINATORS", "2");
    if (component.equals("coordinator")) {
      all.put("REPARTO_KUBERNETES_DELETION_COST", "on"); // as in the manifest
    }
    return all;
  }

  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  /** Waits until each of these pods is ready and says that these are the cluster. */
  private static void awaitMembers(PodProcess... expected) throws Exception {
    var names = new TreeSet<String>();
    for (PodProcess pod : expected) {
      names.add(pod.name());
    }
    for (PodProcess pod : expected) {
      awaitTrue(pod, () -> pod.isReady() && pod.members().equals(names));
    }
  }

  private static void awaitTrue(PodProcess pod, Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      assertThat(pod.isAlive()).as(pod.log()).isTrue();
      assertThat(System.nanoTime()).as("patience: %s", pod.log()).isLessThan(deadline);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
