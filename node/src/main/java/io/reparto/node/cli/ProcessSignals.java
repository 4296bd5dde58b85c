package io.reparto.node.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * Turns SIGINT and SIGTERM into an {@link Interruption}. A shutdown hook would not do: Akka's own
 * hook would end the actors while they are asked how far they got, and a second Ctrl-C would wait
 * for the first.
 */
public final class ProcessSignals {
  /** After that the process ends, whatever is still to be said. */
  private static final long PATIENCE_MILLIS = 180;

  private ProcessSignals() {}

  public static void install(Interruption interruption, Console console) {
    var second = new AtomicBoolean();
    for (String name : new String[] {"INT", "TERM"}) {
      try {
        Signal.handle(
            new Signal(name), signal -> handle(signal.getNumber(), second, interruption, console));
      } catch (IllegalArgumentException e) {
        // The JVM keeps the signal to itself (-Xrs), or nohup has it ignored: leave it so.
      }
    }
  }

  private static void handle(
      int signal, AtomicBoolean second, Interruption interruption, Console console) {
    int code = ExitCode.SIGNAL_BASE + signal;
    if (second.getAndSet(true)) {
      Runtime.getRuntime().halt(code);
    }
    if (!interruption.raise(signal)) {
      console.err().println(CommandTree.NAME + ": interrupted, the result on stdout is not whole");
      Runtime.getRuntime().halt(code);
    }
    // The command ends the process itself; this is for when it can't.
    try {
      boolean never = new CountDownLatch(1).await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      console.err().println(CommandTree.NAME + ": interrupted, no result");
      if (!interruption.lastWords().isEmpty()) {
        console.err().println("note: " + interruption.lastWords());
      }
      console.err().flush();
      Runtime.getRuntime().halt(never ? ExitCode.FAILED : code);
    } catch (InterruptedException e) {
      Runtime.getRuntime().halt(code);
    }
  }
}
