package io.reparto.node.cli;

import io.reparto.protocol.job.Jobs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Help and shell completion, both drawn by picocli. */
final class HelpCommand {
  private static final int WIDEST = 110;
  private static final int USUAL = 80;

  private HelpCommand() {}

  /** Prints the help of the deepest command that the words name. */
  static int help(Words words, Jobs jobs, Console console) throws IOException {
    int columns =
        console.outIsTerminal()
            ? Math.min(WIDEST, Math.max(USUAL, console.columns().getAsInt()))
            : USUAL;
    CommandLine shown = commandLine(jobs, columns);
    for (String word : List.of(words.command(), words.subcommand())) {
      if (word.isEmpty()) {
        break;
      }
      CommandLine next = shown.getSubcommands().get(word);
      if (next == null) {
        throw new UsageException(
            "no help for: " + word + Suggestions.hint(word, shown.getSubcommands().keySet()),
            words.command().equals(word) ? "" : words.command());
      }
      shown = next;
    }
    boolean styled = console.outIsTerminal() && !console.environment().containsKey("NO_COLOR");
    String text = shown.getUsageMessage(styled ? Ansi.ON : Ansi.OFF);
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
    return ExitCode.DONE;
  }

  /** Prints the completion script for bash and zsh. */
  static int completion(Jobs jobs, Console console) throws IOException {
    String script = AutoComplete.bash(CommandTree.NAME, commandLine(jobs, USUAL));
    console.out().write(script.getBytes(StandardCharsets.UTF_8));
    return ExitCode.DONE;
  }

  private static CommandLine commandLine(Jobs jobs, int columns) {
    var commandLine = new CommandLine(new CommandTree(jobs, columns).whole());
    commandLine.setInterpolateVariables(false); // a description may hold ${ and %
    return commandLine;
  }
}
