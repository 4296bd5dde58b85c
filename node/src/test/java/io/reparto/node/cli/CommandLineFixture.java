package io.reparto.node.cli;

import io.reparto.node.Main;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Runs the command line in this process and keeps what it printed. */
final class CommandLineFixture {
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final Map<String, String> environment = new HashMap<>();
  final Interruption interruption = new Interruption();
  OutputStream target = out;
  boolean terminal;
  ScriptedClient client = new ScriptedClient((spec, listener) -> {});
  int workers;
  int slots;

  int run(String... words) {
    var stderr = new PrintStream(err, true, StandardCharsets.UTF_8);
    var console = new Console(target, stderr, terminal, terminal, true, () -> 100, environment);
    ClientFactory clients =
        (jobs, workerCount, slotCount) -> {
          workers = workerCount;
          slots = slotCount;
          return client;
        };
    return Main.run(console, clients, interruption, words);
  }

  String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String stderr() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
