package io.reparto.coordinator.http;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.Config;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The API on a port. Stops with its actor system, in the first phases of its coordinated shutdown:
 * streams of events end, no connection is taken any more, open requests get some time. Thread-safe.
 */
public final class HttpServer {
  private final HttpApi api;
  private final ServerBinding binding;
  private final HttpSettings settings;

  private HttpServer(HttpApi api, ServerBinding binding, HttpSettings settings) {
    this.api = api;
    this.binding = binding;
    this.settings = settings;
  }

  /**
   * Starts to listen. The stage fails if that is not possible, such as where the port is taken.
   *
   * @param coordinator may be a proxy that drops what it can't deliver
   * @param jobs those that may be submitted
   * @param health of this node, for probes
   * @param nodes of the cluster, to be told to clients
   */
  public static CompletionStage<HttpServer> start(
      ActorSystem<?> system,
      ActorRef<CoordinatorCommand> coordinator,
      Jobs jobs,
      HttpSettings settings,
      NodeHealth health,
      ClusterNodes nodes) {
    var api = new HttpApi(system, coordinator, jobs, settings, nodes);
    var probes = new HealthEndpoints(health, settings);
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .withSettings(serverSettings(system.settings().config()))
        .bind((HttpRequest request) -> probes.answer(request).orElseGet(() -> api.answer(request)))
        .thenApply(binding -> stopWith(system, new HttpServer(api, binding, settings)));
  }

  private static ServerSettings serverSettings(Config config) {
    return ServerSettings.create(
        config.getConfig("reparto.http.server").atPath("akka.http.server").withFallback(config));
  }

  private static HttpServer stopWith(ActorSystem<?> system, HttpServer server) {
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceUnbind(),
            "http-end-events",
            () -> {
              server.api.close();
              return CompletableFuture.completedFuture(Done.getInstance());
            });
    server.binding.addToCoordinatedShutdown(server.settings.stopTimeout(), system);
    return server;
  }

  /** Where it listens: with the port that was taken, if any was asked for. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /** The address as clients of this machine write it, such as {@code http://127.0.0.1:8550}. */
  public URI uri() {
    return uri(address().getHostString());
  }

  /**
   * The address as clients of other machines write it.
   *
   * @param host of this machine, for a server that listens on all of its addresses
   */
  public URI uri(String host) {
    InetSocketAddress address = address();
    String named = address.getAddress().isAnyLocalAddress() ? host : address.getHostString();
    return URI.create(
        "http://" + (named.contains(":") ? "[" + named + "]" : named) + ":" + address.getPort());
  }

  /** Stops listening and ends within the stop timeout. */
  public CompletionStage<Done> stop() {
    api.close();
    return binding.terminate(settings.stopTimeout()).thenApply(terminated -> Done.getInstance());
  }
}
