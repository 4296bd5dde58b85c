package io.reparto.node.runtime;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.coordinator.Coordinator;
import io.reparto.coordinator.CoordinatorSettings;
import io.reparto.coordinator.Measures;
import io.reparto.coordinator.http.HttpServer;
import io.reparto.coordinator.http.HttpSettings;
import io.reparto.coordinator.http.NodeHealth;
import io.reparto.coordinator.registry.NoRegistry;
import io.reparto.node.worker.TaskBoard;
import io.reparto.node.worker.Worker;
import io.reparto.node.worker.WorkerSettings;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.serialization.JobsSetup;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The real API, a coordinator and a worker, which exchange bytes, in this process. */
record RealApi(ActorTestKit testKit, HttpServer server) implements AutoCloseable {

  private record NoHealth() implements NodeHealth {
    @Override
    public CompletionStage<Boolean> isReady() {
      return CompletableFuture.completedStage(true);
    }

    @Override
    public String metrics() {
      return "";
    }
  }

  static RealApi start(Jobs jobs, int partBytes, String token) {
    Config config =
        ConfigFactory.parseString(
                "reparto.http { port = 0, heartbeat = 200ms, token = "
                    + token
                    + " }\n"
                    + "reparto.coordinator.progress-interval = 20ms")
            .withFallback(ConfigFactory.load());
    var setup = ActorSystemSetup.create(BootstrapSetup.create(config), new JobsSetup(jobs));
    var testKit = ActorTestKit.create(ActorSystem.create(Behaviors.empty(), "api", setup));
    ActorRef<CoordinatorCommand> coordinator =
        testKit.spawn(
            Coordinator.create(
                jobs,
                CoordinatorSettings.from(config),
                new NoRegistry(1),
                partBytes,
                Measures.NONE));
    WorkerSettings settings = WorkerSettings.from(config).measuringCpuTime();
    testKit.spawn(Worker.create("w", coordinator, settings, partBytes, new TaskBoard(1)));
    HttpServer server =
        HttpServer.start(
                testKit.system(),
                coordinator,
                jobs,
                HttpSettings.from(config),
                new NoHealth(),
                () -> CompletableFuture.completedStage(List.of()))
            .toCompletableFuture()
            .join();
    return new RealApi(testKit, server);
  }

  URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    testKit.shutdownTestKit();
  }
}
