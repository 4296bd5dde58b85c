package io.reparto.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What {@code --version} says. */
final class VersionText {
  private VersionText() {}

  /** Reparto's own version. */
  static String own() {
    return versions().getProperty("reparto");
  }

  private static Properties versions() {
    var versions = new Properties();
    try (InputStream resource = VersionText.class.getResourceAsStream("version.properties")) {
      versions.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions;
  }

  static String text() {
    Properties versions = versions();
    return CommandTree.NAME
        + " "
        + versions.getProperty("reparto")
        + "\nJava "
        + System.getProperty("java.version")
        + " ("
        + System.getProperty("java.vm.name")
        + ", "
        + System.getProperty("java.vendor")
        + ")\nAkka "
        + versions.getProperty("akka")
        + "\n";
  }
}
