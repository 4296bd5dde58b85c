package io.reparto.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests fit each other and the program. */
class ManifestTest {
  private static final String NAME = "app.kubernetes.io/name";
  private static final Set<String> WRITABLE = Set.of("/tmp", "/dev/shm");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base",
        "overlays/demo",
        "overlays/small",
        "overlays/tls",
        "overlays/aeron",
        "overlays/autoscale"
      })
  void givenAKustomization_whenBuilt_thenItsObjectsAreKnownToKubernetesAndFitEachOther(
      String kustomization) throws Exception {
    Manifests manifests = Manifests.build(kustomization);

    assertThat(Strictness.unknownFields(manifests.all())).isEmpty();
    Set<String> namespaces =
        manifests.all().stream().map(ManifestTest::namespace).collect(Collectors.toSet());
    assertThat(namespaces).hasSize(1);
    for (String component : List.of("coordinator", "worker")) {
      checkDeployment(manifests, manifests.the(Deployment.class, "reparto-" + component));
    }
    manifests.of(Service.class).forEach(each -> checkService(manifests, each));
    manifests.of(NetworkPolicy.class).forEach(each -> checkPolicy(manifests, each));
    manifests
        .of(PodDisruptionBudget.class)
        .forEach(
            each ->
                assertThat(selected(manifests, each.getSpec().getSelector().getMatchLabels()))
                    .hasSize(1));
    checkRights(manifests);
  }

  private static String namespace(HasMetadata object) {
    return object instanceof Namespace
        ? object.getMetadata().getName()
        : object.getMetadata().getNamespace();
  }

  private static void checkDeployment(Manifests manifests, Deployment deployment) {
    PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    assertThat(labels).containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    assertThat(labels).containsEntry(NAME, "reparto");
    pod.getTopologySpreadConstraints()
        .forEach(
            each ->
                assertThat(labels).containsAllEntriesOf(each.getLabelSelector().getMatchLabels()));
    checkHardened(pod);
    Container container = pod.getContainers().get(0);
    for (Probe probe :
        List.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())) {
      HTTPGetAction get = probe.getHttpGet();
      assertThat(get.getPort().getStrVal()).isEqualTo("management");
    }
    checkSettings(manifests, deployment, container);
    checkGrace(pod, container);
  }

  private static void checkHardened(PodSpec pod) {
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getContainers()).hasSize(1);
    Container container = pod.getContainers().get(0);
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    Map<String, Quantity> requests = container.getResources().getRequests();
    assertThat(requests).containsKeys("cpu", "memory");
    assertThat(container.getResources().getLimits())
        .containsExactly(Map.entry("memory", requests.get("memory")));
    Map<String, Volume> volumes =
        pod.getVolumes().stream().collect(Collectors.toMap(Volume::getName, each -> each));
    for (VolumeMount mount : container.getVolumeMounts()) {
      assertThat(volumes).containsKey(mount.getName());
      if (!Boolean.TRUE.equals(mount.getReadOnly())) {
        assertThat(mount.getMountPath()).isIn(WRITABLE);
        assertThat(volumes.get(mount.getName()).getEmptyDir()).isNotNull();
      }
    }
  }

  /** The program takes the settings as they are in the manifests, and listens where they say. */
  private static void checkSettings(
      Manifests manifests, Deployment deployment, Container container) {
    Config config = settings(manifests, deployment, container);
    List<String> roles = config.getStringList("reparto.node.roles");
    assertThat(roles)
        .containsExactly(
            deployment
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels()
                .get("app.kubernetes.io/component"));
    assertThat(config.getString("reparto.node.bootstrap")).isEqualTo("kubernetes");
    Map<String, Integer> ports =
        container.getPorts().stream()
            .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    assertThat(ports)
        .containsEntry("artery", config.getInt("reparto.node.port"))
        .containsEntry("management", config.getInt("reparto.node.kubernetes.management-port"))
        .containsEntry("api", config.getInt("reparto.http.port"))
        .containsKey(
            config.getString(
                "reparto.node.kubernetes.overlay.akka.management.cluster.bootstrap"
                    + ".contact-point-discovery.port-name"));
    ContainerPort artery =
        container.getPorts().stream()
            .filter(port -> port.getName().equals("artery"))
            .findAny()
            .get();
    assertThat("UDP".equals(artery.getProtocol()))
        .isEqualTo(
            environment(container).getOrDefault("REPARTO_NODE_TRANSPORT", "").contains("udp"));

    Deployment coordinators = manifests.the(Deployment.class, "reparto-coordinator");
    assertThat(environment(container).get("REPARTO_KUBERNETES_COORDINATORS"))
        .isEqualTo(String.valueOf(coordinators.getSpec().getReplicas()));
    Map<String, String> contacts =
        Stream.of(config.getString("reparto.node.kubernetes.pod-selector").split(","))
            .map(label -> label.split("="))
            .collect(Collectors.toMap(label -> label[0], label -> label[1]));
    assertThat(selected(manifests, contacts)).containsExactly(coordinators);

    assertThat(container.getEnv())
        .filteredOn(each -> each.getName().equals("REPARTO_HTTP_TOKEN"))
        .singleElement()
        .satisfies(each -> assertThat(each.getValueFrom().getSecretKeyRef()).isNotNull());
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains(environment(container).get("REPARTO_INPUT_ROOTS"));
  }

  /** What {@code --config} reads, from the ConfigMap, over what is built in. */
  private static Config settings(Manifests manifests, Deployment deployment, Container container) {
    String name =
        deployment.getSpec().getTemplate().getSpec().getVolumes().stream()
            .filter(volume -> volume.getName().equals("config"))
            .findAny()
            .get()
            .getConfigMap()
            .getName();
    Map<String, String> files = manifests.the(ConfigMap.class, name).getData();
    List<String> arguments = container.getArgs();
    assertThat(arguments.subList(0, 2)).containsExactly("node", "--config");
    String own = files.get(new File(arguments.get(2)).getName());
    Config included =
        ConfigFactory.parseString(
            own.replace("include required(\"node.conf\")", files.get("node.conf")));
    return included.withFallback(ConfigFactory.defaultReferenceUnresolved()).resolve();
  }

  private static Map<String, String> environment(Container container) {
    return container.getEnv().stream()
        .filter(each -> each.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  /** SIGKILL comes after whatever an orderly end may take. */
  private static void checkGrace(PodSpec pod, Container container) {
    Config config = ConfigFactory.defaultReference();
    Config phases = config.getConfig("akka.coordinated-shutdown.phases");
    Duration usual = config.getDuration("akka.coordinated-shutdown.default-phase-timeout");
    Duration all =
        phases.root().keySet().stream()
            .map(
                phase ->
                    phases.hasPath(phase + ".timeout")
                        ? phases.getDuration(phase + ".timeout")
                        : usual)
            .reduce(Duration.ZERO, Duration::plus)
            .plus(config.getDuration("reparto.node.drain-timeout"))
            .plusSeconds(container.getLifecycle().getPreStop().getSleep().getSeconds());
    assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds())).isGreaterThan(all);
  }

  private static void checkService(Manifests manifests, Service service) {
    List<Deployment> behind = selected(manifests, service.getSpec().getSelector());
    assertThat(behind).isNotEmpty();
    service
        .getSpec()
        .getPorts()
        .forEach(
            port ->
                behind.forEach(
                    each -> {
                      ContainerPort target = port(each, port.getTargetPort().getStrVal());
                      assertThat(port.getPort()).isEqualTo(target.getContainerPort());
                      assertThat(port.getProtocol()).isEqualTo(target.getProtocol());
                    }));
  }

  /** The API is open to all and has its token; the others are for Reparto's pods. */
  private static void checkPolicy(Manifests manifests, NetworkPolicy policy) {
    List<Deployment> guarded =
        selected(manifests, policy.getSpec().getPodSelector().getMatchLabels());
    assertThat(guarded).hasSize(2);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress");
    policy
        .getSpec()
        .getIngress()
        .forEach(
            rule ->
                rule.getPorts()
                    .forEach(
                        port -> {
                          String name = port.getPort().getStrVal();
                          guarded.forEach(
                              each ->
                                  assertThat(port.getProtocol())
                                      .isEqualTo(port(each, name).getProtocol()));
                          if (name.equals("api")) {
                            return;
                          }
                          assertThat(rule.getFrom())
                              .singleElement()
                              .satisfies(
                                  from ->
                                      assertThat(from.getPodSelector().getMatchLabels())
                                          .containsExactly(Map.entry(NAME, "reparto")));
                        }));
  }

  private static ContainerPort port(Deployment deployment, String name) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getPorts().stream()
        .filter(port -> port.getName().equals(name))
        .findAny()
        .get();
  }

  private static List<Deployment> selected(Manifests manifests, Map<String, String> labels) {
    Predicate<Deployment> fits =
        each ->
            each.getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels()
                .entrySet()
                .containsAll(labels.entrySet());
    return manifests.of(Deployment.class).filter(fits).toList();
  }

  private static void checkRights(Manifests manifests) {
    for (Role role : manifests.of(Role.class).toList()) {
      assertThat(role.getRules()).hasSize(1);
      PolicyRule rule = role.getRules().get(0);
      assertThat(rule.getResources()).containsExactly("pods");
      assertThat(rule.getVerbs()).isSubsetOf("get", "list", "watch", "patch");
    }
    for (Deployment deployment : manifests.of(Deployment.class).toList()) {
      PodSpec pod = deployment.getSpec().getTemplate().getSpec();
      Set<String> verbs =
          manifests
              .of(RoleBinding.class)
              .filter(
                  binding ->
                      binding.getSubjects().stream()
                          .anyMatch(each -> each.getName().equals(pod.getServiceAccountName())))
              .map(binding -> manifests.the(Role.class, binding.getRoleRef().getName()))
              .flatMap(role -> role.getRules().get(0).getVerbs().stream())
              .collect(Collectors.toSet());
      assertThat(verbs).contains("list");
      boolean ranks =
          "on"
              .equals(
                  environment(pod.getContainers().get(0)).get("REPARTO_KUBERNETES_DELETION_COST"));
      assertThat(verbs.contains("patch")).isEqualTo(ranks);
    }
  }

  @Test
  void givenAFieldThatKubernetesDoesNotHave_whenLookedFor_thenItIsFound() throws Exception {
    Manifests wrong =
        Manifests.parse(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: wrong
            spec:
              template:
                spec:
                  terminationGracePeriod: 180
                  containers:
                    - name: any
                      readinessProbe:
                        httpget: {path: /ready}
            """);

    assertThat(Strictness.unknownFields(wrong.all()))
        .hasSize(2)
        .anyMatch(path -> path.endsWith(".terminationGracePeriod"))
        .anyMatch(path -> path.endsWith(".httpget"));
  }

  @Test
  void givenTheExampleOfAJob_whenRead_thenItAsksTheServiceOfTheBase() throws Exception {
    Manifests example = Manifests.read(SourceTree.K8S.resolve("examples/job.yaml"));

    assertThat(Strictness.unknownFields(example.all())).isEmpty();
    PodSpec pod = example.of(Job.class).findAny().get().getSpec().getTemplate().getSpec();
    checkHardened(pod);
    Service api = Manifests.build("base").the(Service.class, "reparto");
    assertThat(environment(pod.getContainers().get(0)))
        .containsEntry(
            "REPARTO_URL",
            "http://"
                + api.getMetadata().getName()
                + ":"
                + api.getSpec().getPorts().get(0).getPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"data-configmap", "data-pvc"})
  void givenAComponentWithInputs_whenAdded_thenEveryPodHasThemInsteadOfNothing(String component)
      throws Exception {
    Files.writeString(
        directory.resolve("kustomization.yaml"),
        "resources: [%1$s/base]\ncomponents: [%1$s/components/%2$s]\n"
            .formatted(SourceTree.K8S, component));

    Manifests manifests = Manifests.buildAt(directory);

    assertThat(Strictness.unknownFields(manifests.all())).isEmpty();
    for (Deployment each : manifests.of(Deployment.class).toList()) {
      checkHardened(each.getSpec().getTemplate().getSpec());
      assertThat(each.getSpec().getTemplate().getSpec().getVolumes())
          .filteredOn(volume -> volume.getName().equals("data"))
          .singleElement()
          .satisfies(volume -> assertThat(volume.getEmptyDir()).isNull());
    }
  }
}
