package io.reparto.node.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network namespace for a whole drill: its ports are nobody else's, networks in it may be cut,
 * and it is gone with the drill, however that ends. A process can't enter one, so the command runs
 * once more inside. Linux, as root, with unshare(1) and ip(8).
 */
public final class OwnNetwork {
  private static final String INSIDE = "REPARTO_DRILL_INSIDE";

  private OwnNetwork() {}

  /** Whether this process is the one inside. */
  public static boolean isInside(Map<String, String> environment) {
    return environment.containsKey(INSIDE);
  }

  /** Why there can be none here, if so. */
  public static Optional<String> missing() throws InterruptedException {
    try {
      Process probe =
          new ProcessBuilder("unshare", "--net", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (probe.waitFor() != 0) {
        return Optional.of("no network namespaces here, they take root");
      }
    } catch (IOException e) {
      return Optional.of("no unshare(1) here: " + e.getMessage());
    }
    return SplitNetwork.missing();
  }

  /**
   * Runs this JVM's command inside, with the same streams.
   *
   * @return its exit code
   */
  public static int runInside(String main, List<String> words) throws InterruptedException {
    var command = new ArrayList<>(List.of("unshare", "--net"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(words);
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(INSIDE, "yes");
    Process inside;
    try {
      inside = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      return inside.waitFor();
    } catch (InterruptedException e) {
      inside.destroy(); // a terminal has told it as well, twice is no harm
      inside.onExit().join();
      throw e;
    }
  }

  /** To be called first inside: a new namespace has no loopback. */
  public static void prepare() throws InterruptedException {
    SplitNetwork.ip("link set lo up");
  }
}
