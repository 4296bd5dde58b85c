package io.reparto.node.kubernetes;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpsConnectionContext;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Authorization;
import akka.util.ByteString;
import com.typesafe.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Writes to a pod's own object through Kubernetes' API, with the credentials that Kubernetes has
 * put into the pod; where they are stands under {@code akka.discovery.kubernetes-api}. Thread-safe.
 */
final class PodApi {
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
  // Strategic merge is for built-in types alone, this is for all.
  private static final ContentType PATCH = ContentTypes.parse("application/merge-patch+json");

  private final ActorSystem<?> system;
  private final String pod;
  private final Path token;
  private final HttpsConnectionContext tls;

  private PodApi(ActorSystem<?> system, String pod, Path token, HttpsConnectionContext tls) {
    this.system = system;
    this.pod = pod;
    this.token = token;
    this.tls = tls;
  }

  /**
   * Reads where the API is.
   *
   * @param name of the pod
   * @throws IOException if the pod has no credentials
   * @throws GeneralSecurityException if the API's certificate can't be used
   */
  static PodApi of(ActorSystem<?> system, String name)
      throws IOException, GeneralSecurityException {
    Config config = system.settings().config().getConfig("akka.discovery.kubernetes-api");
    String host = environment(config.getString("api-service-host-env-name"));
    String port = environment(config.getString("api-service-port-env-name"));
    String namespace = Files.readString(Path.of(config.getString("pod-namespace-path"))).strip();
    String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    return new PodApi(
        system,
        "https://" + authority + "/api/v1/namespaces/" + namespace + "/pods/" + name,
        Path.of(config.getString("api-token-path")),
        ConnectionContext.httpsClient(trusting(Path.of(config.getString("api-ca-path")))));
  }

  private static String environment(String name) throws IOException {
    String value = System.getenv(name);
    if (value == null) {
      throw new IOException("not in a pod of Kubernetes: no such variable: name=" + name);
    }
    return value;
  }

  private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("authority-" + trusted.size(), each);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /**
   * Writes what it costs to remove this pod: of the pods of one Deployment those that cost least go
   * first.
   *
   * @return fails where the API refuses or can't be reached
   */
  CompletionStage<Done> setDeletionCost(int cost) throws IOException {
    String body = "{\"metadata\":{\"annotations\":{\"" + COST + "\":\"" + cost + "\"}}}";
    // Kubernetes changes the token in its file about every hour.
    HttpRequest request =
        HttpRequest.PATCH(pod)
            .addHeader(Authorization.oauth2(Files.readString(token).strip()))
            .withEntity(HttpEntities.create(PATCH, ByteString.fromString(body)));
    return Http.get(system)
        .singleRequest(request, tls)
        .thenApply(
            response -> {
              response.discardEntityBytes(system);
              return requireSuccess(response);
            });
  }

  private Done requireSuccess(HttpResponse response) {
    if (!response.status().isSuccess()) {
      throw new IllegalStateException(
          "the API refused: request=PATCH " + pod + ", status=" + response.status());
    }
    return Done.getInstance();
  }
}
