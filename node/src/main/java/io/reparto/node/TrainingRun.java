package io.reparto.node;

import io.reparto.node.cli.Console;
import io.reparto.node.cli.Interruption;
import io.reparto.node.cli.ProcessConsole;
import io.reparto.node.cli.ProcessSignals;
import io.reparto.node.runtime.EmbeddedConfig;
import io.reparto.node.runtime.EmbeddedRuntime;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
   * @param args the directory with the example files, and the file to keep the settings in
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
    for (String format : new String[] {"text", "json", "dot"}) {
      run(join(List.of("explain", "groupby", "--format", format), groups));
    }
    run(List.of("--help"));
    run(List.of("run", "groupby", "--help"));
    run(List.of("run", "groupby", "--bye", "species"));
    run(List.of("--version"));
    System.exit(0); // in order: at a halt no archive would be written
  }

  private static List<String> join(List<String> first, List<String> rest) {
    var all = new ArrayList<>(first);
    all.addAll(rest);
    return all;
  }

  private static void run(List<String> words) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var console =
        new Console(
            OutputStream.nullOutputStream(), nowhere, true, true, true, () -> 100, Map.of());
    Main.run(console, EmbeddedRuntime::start, new Interruption(), words.toArray(new String[0]));
  }
}
