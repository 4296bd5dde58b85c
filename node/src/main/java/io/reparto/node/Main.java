package io.reparto.node;

import io.reparto.node.cli.Cli;
import io.reparto.node.cli.ClientFactory;
import io.reparto.node.cli.Console;
import io.reparto.node.cli.Interruption;
import io.reparto.node.cli.ProcessConsole;
import io.reparto.node.cli.ProcessSignals;
import io.reparto.node.runtime.EmbeddedRuntime;

/** The command {@code reparto}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    var interruption = new Interruption();
    Console console = ProcessConsole.open();
    ProcessSignals.install(interruption, console);
    // Not closed: the actors have nothing left to say, and waiting for their end takes longer than
    // many a job.
    @SuppressWarnings("resource")
    int code = new Cli(console, EmbeddedRuntime::start, interruption).execute(args);
    console.err().flush();
    Runtime.getRuntime().halt(code);
  }

  /**
   * The same within a process that goes on: everything started is ended before this returns.
   *
   * @return the exit code
   */
  public static int run(
      Console console, ClientFactory clients, Interruption interruption, String... args) {
    try (var cli = new Cli(console, clients, interruption)) {
      return cli.execute(args);
    }
  }
}
