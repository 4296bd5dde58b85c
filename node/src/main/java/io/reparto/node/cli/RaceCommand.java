package io.reparto.node.cli;

import io.reparto.node.cli.output.Quantities;
import io.reparto.node.cli.output.ResultFormat;
import io.reparto.node.cli.output.ResultOutput;
import io.reparto.node.plot.PlotFile;
import io.reparto.node.plot.PlotFormat;
import io.reparto.node.race.RaceSettings;
import io.reparto.node.race.plot.RacePlot;
import io.reparto.node.race.processes.ProcessRace;
import io.reparto.node.race.processes.RaceFailure;
import io.reparto.node.race.report.Outcome;
import io.reparto.node.race.report.RaceReport;
import io.reparto.node.race.threads.ThreadRace;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.ParseResult;

/** Runs the race lab: the table on stdout, everything else on stderr. */
final class RaceCommand {
  private static final String ERASE_LINE = "\r\033[K";

  private final RaceOptions options;
  private final Console console;
  private final Interruption interruption;

  private RaceCommand(RaceOptions options, Console console, Interruption interruption) {
    this.options = options;
    this.console = console;
    this.interruption = interruption;
  }

  static int race(ParseResult parsed, Console console, Interruption interruption) {
    RaceOptions options = RaceOptions.read(parsed, console.outIsTerminal());
    return new RaceCommand(options, console, interruption).race();
  }

  private int race() {
    if (options.plot().isEmpty()) {
      return race(null);
    }
    // Before the race: nobody wants to hear after it that there is no such directory.
    try (PlotFile plot = PlotFile.prepare(options.plot().get())) {
      return race(plot);
    } catch (IOException e) {
      return plotFailed(e);
    }
  }

  private int plotFailed(IOException failure) {
    console
        .err()
        .println(
            CommandTree.NAME
                + ": the plot can't be written: file="
                + options.plot().orElseThrow()
                + ", reason="
                + failure);
    return ExitCode.FAILED;
  }

  /** Races; {@code plot} is null if none was asked for. */
  private int race(PlotFile plot) {
    if (interruption.signal().isPresent()) {
      return interrupted();
    }
    long begin = System.nanoTime();
    RaceReport report;
    try {
      report = InterruptibleCall.<RaceReport, InterruptedException>call(interruption, this::run);
    } catch (InterruptedException | RuntimeException e) {
      eraseProgress();
      if (interruption.signal().isPresent()) {
        return interrupted();
      }
      if (e instanceof RaceFailure) {
        console.err().println(CommandTree.NAME + ": " + e.getMessage());
        return ExitCode.FAILED;
      }
      if (e instanceof RuntimeException defect) {
        throw defect;
      }
      Thread.currentThread().interrupt();
      return interrupted();
    }
    eraseProgress();
    if (!interruption.beginResult()) {
      return interrupted();
    }
    int code = print(report);
    if (options.format() == ResultFormat.CSV) { // which has no place for it
      report.explanation().ifPresent(each -> each.lines().forEach(console.err()::println));
    }
    if (!options.quiet()) {
      printNotes(report, Duration.ofNanos(System.nanoTime() - begin));
    }
    code = code == ExitCode.DONE && plot != null ? draw(report, plot) : code;
    return code == ExitCode.DONE ? judge(report) : code;
  }

  private int draw(RaceReport report, PlotFile plot) {
    PlotFormat format = PlotFormat.of(options.plot().orElseThrow()).orElseThrow();
    try {
      plot.write(out -> RacePlot.write(report, format, out));
      return ExitCode.DONE;
    } catch (IOException e) {
      return plotFailed(e);
    }
  }

  private RaceReport run() throws InterruptedException {
    if (options.betweenProcesses()) {
      return ProcessRace.run(options.settings(), progress());
    }
    return ThreadRace.run(options.settings(), options.explain(), progress());
  }

  private Consumer<String> progress() {
    if (!showsProgress()) {
      return strategy -> {};
    }
    return strategy -> {
      console.err().print(ERASE_LINE + "racing: " + strategy);
      console.err().flush();
    };
  }

  private boolean showsProgress() {
    return console.errIsTerminal() && !options.quiet();
  }

  private void eraseProgress() {
    if (showsProgress()) {
      console.err().print(ERASE_LINE);
      console.err().flush();
    }
  }

  private int interrupted() {
    console.err().println(CommandTree.NAME + ": interrupted, no result");
    return ExitCode.SIGNAL_BASE + interruption.signal().orElse(2);
  }

  private int print(RaceReport report) {
    try {
      ResultOutput.print(report, options.format(), console);
      return ExitCode.DONE;
    } catch (IOException e) {
      int code = OutputFailure.report(e, console);
      return code == OutputFailure.READER_GONE ? ExitCode.DONE : code;
    }
  }

  private void printNotes(RaceReport report, Duration total) {
    RaceSettings settings = report.settings();
    console
        .err()
        .println(
            settings.parties()
                + " "
                + report.parties()
                + " × "
                + settings.increments()
                + " increments, "
                + settings.rounds()
                + " rounds, "
                + Quantities.seconds(total)
                + "; "
                + report.machine());
    report.remarks().forEach(remark -> console.err().println("note: " + remark));
  }

  /** A race may do what it likes; a strategy that is promised to be exact may not. */
  private int judge(RaceReport report) {
    for (Outcome outcome : report.broken()) {
      console
          .err()
          .println(
              CommandTree.NAME
                  + ": a correct strategy lost updates, which is a defect of this JVM, this"
                  + " machine or of reparto: strategy="
                  + outcome.strategy()
                  + ", expected="
                  + outcome.expected()
                  + ", observed="
                  + outcome.least()
                  + " to "
                  + outcome.most()
                  + ", wrong rounds="
                  + (outcome.wrongRounds() + outcome.wrongElsewhere()));
    }
    return report.broken().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
