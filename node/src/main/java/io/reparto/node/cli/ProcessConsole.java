package io.reparto.node.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The console of this process. */
public final class ProcessConsole {
  private static final int USUAL_COLUMNS = 80;
  private static final int LEAST_COLUMNS = 20;

  private ProcessConsole() {}

  public static Console open() {
    Map<String, String> environment = System.getenv();
    // UTF-8 whatever the locale: a result must have the same bytes everywhere.
    var err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return new Console(
        new FileOutputStream(FileDescriptor.out),
        err,
        isTerminal("stdout", 1),
        isTerminal("stderr", 2),
        localeHasUnicode(environment),
        () -> columns(environment),
        environment);
  }

  /**
   * Java can't tell for stderr, and for stdout only when stdin is a terminal too. So: what the
   * launcher found, told as {@code -Dreparto.stdout.terminal=true|false}; else where Linux says the
   * descriptor points; else no.
   */
  private static boolean isTerminal(String stream, int descriptor) {
    String told = System.getProperty("reparto." + stream + ".terminal");
    if (told != null) {
      return told.equals("true");
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean localeHasUnicode(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.get(name);
      if (value != null && !value.isEmpty()) {
        String upper = value.toUpperCase(Locale.ROOT);
        return upper.contains("UTF-8") || upper.contains("UTF8");
      }
    }
    return true; // containers set none, and the terminals they are seen in know UTF-8
  }

  private static int columns(Map<String, String> environment) {
    int columns = number(environment.get("COLUMNS"));
    if (columns <= 0) {
      columns = number(sizeOfTerminal());
    }
    return columns <= 0 ? USUAL_COLUMNS : Math.max(columns, LEAST_COLUMNS);
  }

  /** What {@code stty size} says: the second of two numbers. */
  private static String sizeOfTerminal() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var reader =
          new BufferedReader(
              new InputStreamReader(stty.getInputStream(), StandardCharsets.US_ASCII))) {
        if (!stty.waitFor(200, TimeUnit.MILLISECONDS)) {
          stty.destroy();
          return null;
        }
        String line = reader.readLine();
        return line == null ? null : line.substring(line.indexOf(' ') + 1);
      }
    } catch (IOException e) {
      return null; // no terminal, or no stty: the usual width will do
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static int number(String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
