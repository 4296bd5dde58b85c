package io.reparto.k8s.endtoend;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Kubernetes' API, faked: it keeps objects, and wants a token. Pods run elsewhere, or not. */
final class KubernetesApi implements AutoCloseable {
  static final String NAMESPACE = "test";
  private static final String TOKEN = "token-of-the-service-account";

  private final MockWebServer server = new MockWebServer();
  private final KubernetesMockServer api =
      new KubernetesMockServer(new Context(), server, new HashMap<>(), new TokenWanted(), true);
  private final NamespacedKubernetesClient client;
  private final Path credentials;

  /**
   * Starts it.
   *
   * @param credentials a directory in which it puts what a pod finds in /var/run/secrets
   */
  KubernetesApi(Path credentials) throws IOException {
    this.credentials = credentials;
    api.init();
    client =
        api.createClient(builder -> builder.editOrNewConfig().withOauthToken(TOKEN).endConfig());
    Files.copy(
        Path.of(server.getSelfSignedCertificate().certificatePath()),
        credentials.resolve("ca.crt"));
    Files.writeString(credentials.resolve("token"), TOKEN);
    Files.writeString(credentials.resolve("namespace"), NAMESPACE);
  }

  /** What a pod has in its environment. */
  Map<String, String> environment() {
    return Map.of(
        "KUBERNETES_SERVICE_HOST",
        "localhost", // the name in its certificate
        "KUBERNETES_SERVICE_PORT",
        Integer.toString(server.getPort()));
  }

  /** Where a node finds the credentials, as settings. */
  String settings() {
    return """
        akka.discovery.kubernetes-api {
          api-ca-path = "%1$s/ca.crt"
          api-token-path = "%1$s/token"
          pod-namespace-path = "%1$s/namespace"
        }
        """
        .formatted(credentials);
  }

  void create(Pod pod) {
    client.pods().inNamespace(NAMESPACE).resource(pod).create();
  }

  void delete(String pod) {
    client.pods().inNamespace(NAMESPACE).withName(pod).delete();
  }

  /** An annotation that somebody has written to a pod, or null. */
  String annotation(String pod, String name) {
    Map<String, String> all =
        client.pods().inNamespace(NAMESPACE).withName(pod).get().getMetadata().getAnnotations();
    return all == null ? null : all.get(name);
  }

  @Override
  public void close() {
    client.close();
    api.destroy();
  }

  /** As the real one, and unlike the fake, it says what it sends and asks who wants it. */
  private static final class TokenWanted extends KubernetesCrudDispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
        return new MockResponse().setResponseCode(401);
      }
      return super.dispatch(request).setHeader("Content-Type", "application/json");
    }
  }
}
