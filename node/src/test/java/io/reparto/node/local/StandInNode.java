package io.reparto.node.local;

import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * In a process of its own, what a start sees of a node: it takes its two ports and says that it is
 * ready; and what a client sees of one without jobs. A file beside its configuration gives it a
 * fault.
 */
public final class StandInNode {
  /** It ends before it is ready, with last words. */
  static final String DIES = "dies";

  /** It never gets ready. */
  static final String UNREADY = "unready";

  /** It does not end when asked. */
  static final String STUBBORN = "stubborn";

  /** Its coordinator knows no worker. */
  static final String FORGETFUL = "forgetful";

  private StandInNode() {}

  /** The words are those of a node: {@code node --config FILE}. */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[2]);
    if (has(file, DIES)) {
      throw new IllegalStateException("these are my last words");
    }
    if (has(file, STUBBORN)) {
      var never = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> await(never)));
    }
    Config config = ConfigFactory.parseFile(file.toFile());
    var artery = new ServerSocket();
    artery.bind(address(config.getConfig("reparto.node")));
    HttpServer server = HttpServer.create(address(config.getConfig("reparto.http")), 0);
    server.createContext("/ready", exchange -> answer(exchange, status(file), new byte[0]));
    byte[] jobs = "{\"jobs\":[]}".getBytes(StandardCharsets.UTF_8);
    server.createContext("/api/jobs", exchange -> answer(exchange, 200, jobs));
    if (has(file, FORGETFUL)) {
      byte[] cluster = "{\"workers\":[]}".getBytes(StandardCharsets.UTF_8);
      server.createContext("/api/cluster", exchange -> answer(exchange, 200, cluster));
    }
    Files.writeString(file.resolveSibling("pid"), Long.toString(ProcessHandle.current().pid()));
    Files.writeString(file.resolveSibling("heap"), Long.toString(Runtime.getRuntime().maxMemory()));
    server.start();
    await(new CountDownLatch(1));
  }

  private static int status(Path file) {
    return has(file, UNREADY) ? 503 : 200;
  }

  private static boolean has(Path config, String fault) {
    return Files.exists(config.resolveSibling(fault));
  }

  private static InetSocketAddress address(Config config) {
    return new InetSocketAddress(config.getString("host"), config.getInt("port"));
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, byte[] body)
      throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
