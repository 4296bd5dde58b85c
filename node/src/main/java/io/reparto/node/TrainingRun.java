package io.reparto.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reparto.node.cli.Console;
import io.reparto.node.cli.Interruption;
import io.reparto.node.cli.ProcessConsole;
import io.reparto.node.cli.ProcessSignals;
import io.reparto.node.cluster.ClusterNode;
import io.reparto.node.runtime.EmbeddedConfig;
import io.reparto.node.runtime.EmbeddedRuntime;
import io.reparto.protocol.job.Jobs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Does in one process what users do in many, so that the JVM can keep what it loaded and learned
 * for their fast start ({@code -XX:ArchiveClassesAtExit}, {@code -XX:AOTCacheOutput}). Prints
 * nothing.
 */
public final class TrainingRun {
  private TrainingRun() {}

  /**
   * Runs every command once.
   *
   * @param args the directory with the example files, the file to keep the settings in, and {@code
   *     node} to run a node of a cluster as well
   */
  public static void main(String[] args) throws IOException {
    EmbeddedConfig.writeReference(Path.of(args[1]));
    // What only the process itself does: the consoles of the runs below are of no terminal.
    ProcessSignals.install(new Interruption(), ProcessConsole.open());
    String penguins = Path.of(args[0], "penguins.csv").toString();
    List<String> groups =
        List.of("--input", penguins, "--by", "species,island", "--agg", "count,mean:body_mass_g");
    for (String format : new String[] {"table", "csv", "json"}) {
      run(List.of("run", "pi", "--samples", "1e6", "--format", format));
      run(join(List.of("run", "groupby", "--format", format), groups));
    }
    run(List.of("run", "sleep", "--tasks", "4", "--millis", "500", "--progress"));
    run(
        join(
            List.of("run", "groupby", "--where", "body_mass_g > 3000 and sex = 'MALE'"),
            List.of(
                "--input", penguins, "--by", "flipper_length_mm", "--agg", "std:beak_depth_mm")));
    runLonger(Path.of(args[1] + ".csv"));
    for (String format : new String[] {"text", "json", "dot"}) {
      run(join(List.of("explain", "groupby", "--format", format), groups));
    }
    run(List.of("--help"));
    run(List.of("run", "groupby", "--help"));
    run(List.of("run", "groupby", "--bye", "species"));
    run(List.of("--version"));
    runClient();
    if (args[2].equals("node")) {
      runNode();
    }
    System.exit(0); // in order: at a halt no archive would be written
  }

  /** What a job loads that is still running when it is time to tell of it. */
  private static void runLonger(Path input) throws IOException {
    try {
      run(List.of("generate", "measurements", "--rows", "2e6", "--output", input.toString()));
      run(
          join(
              List.of("run", "groupby", "--input", input.toString(), "--no-header"),
              List.of("--columns", "station,t", "--by", "station", "--agg", "min:t,sum:t,max:t")));
    } finally {
      Files.deleteIfExists(input);
    }
  }

  /** What a client of a cluster loads: a command, and a socket that gives it the one answer. */
  private static void runClient() throws IOException {
    byte[] answer =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"jobs\":[]}"
            .getBytes(StandardCharsets.US_ASCII);
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var server =
          new Thread(
              () -> {
                try (Socket client = socket.accept()) {
                  client.getInputStream().read();
                  client.getOutputStream().write(answer);
                  client.shutdownOutput();
                  client.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // The client fails, and the archive lacks what it would have loaded.
                }
              },
              "training-server");
      server.setDaemon(true);
      server.start();
      String url = "http://127.0.0.1:" + socket.getLocalPort();
      run(List.of("jobs"), Map.of("REPARTO_URL", url));
    }
  }

  /** What a node of a cluster loads, and the commands that ask one. */
  private static void runNode() throws IOException {
    int port = freePort();
    Map<String, Object> settings =
        Map.of(
            "reparto.node.port",
            port,
            "reparto.node.seed-nodes",
            List.of("127.0.0.1:" + port),
            "reparto.http.port",
            0,
            "akka.loglevel",
            "OFF");
    Config config = ConfigFactory.parseMap(settings).withFallback(ConfigFactory.load());
    ClusterNode node =
        ClusterNode.start(Jobs.load(TrainingRun.class.getClassLoader()), config, "training");
    try {
      String api = node.api().toCompletableFuture().join().toString();
      for (String words : new String[] {"run sleep --tasks 4", "nodes", "jobs"}) {
        run(List.of(words.split(" ")), Map.of("REPARTO_URL", api));
      }
    } finally {
      node.leave().toCompletableFuture().join();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static List<String> join(List<String> first, List<String> rest) {
    var all = new ArrayList<>(first);
    all.addAll(rest);
    return all;
  }

  private static void run(List<String> words) {
    run(words, Map.of());
  }

  private static void run(List<String> words, Map<String, String> environment) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var console =
        new Console(
            OutputStream.nullOutputStream(), nowhere, true, true, true, () -> 100, environment);
    Main.run(console, EmbeddedRuntime::start, new Interruption(), words.toArray(new String[0]));
  }
}
