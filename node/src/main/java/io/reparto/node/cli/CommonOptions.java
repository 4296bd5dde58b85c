package io.reparto.node.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** The options of every command that loads the registry. */
final class CommonOptions {
  private CommonOptions() {}

  static List<OptionSpec> all() {
    return List.of(
        OptionSpec.builder("--plugins")
            .paramLabel("PATH")
            .type(Path[].class)
            .arity("1")
            .description(
                "Jar, or directory of jars, with more jobs; may be repeated. Default:"
                    + " $REPARTO_PLUGINS.")
            .build(),
        OptionSpec.builder("-v", "--verbose")
            .type(boolean.class)
            .description("Log what the runtime does.")
            .build(),
        help());
  }

  static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .type(boolean.class)
        .usageHelp(true)
        .description("Show this help and exit.")
        .build();
  }
}
