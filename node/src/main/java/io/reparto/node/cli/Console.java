package io.reparto.node.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The two streams of a process and what is known of their other ends.
 *
 * @param out carries results only, UTF-8
 * @param err carries everything else, UTF-8
 * @param outIsTerminal whether a person reads {@code out}
 * @param errIsTerminal whether a person reads {@code err}
 * @param unicode whether box characters and blocks may be shown
 * @param columns width of the terminal in characters; may be costly, so asked only when needed
 * @param environment the environment variables
 */
public record Console(
    OutputStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean unicode,
    IntSupplier columns,
    Map<String, String> environment) {}
