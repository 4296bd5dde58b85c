package io.reparto.node.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A network that can be cut: a namespace of its own for each node, all at one bridge in another
 * one. Nothing of the machine's own network is touched. Linux, root and ip(8) only. Not
 * thread-safe.
 */
public final class SplitNetwork {
  private static final String HUB = "hub";
  private static final String CABLE = "up0";
  private static final String BRIDGE = "br0";
  private static final String SUBNET = "10.77.0.";
  private static final int OURS = 254;

  private final String prefix = "reparto-" + ProcessHandle.current().pid() + "-";
  private final boolean around;
  private final List<String> created = new ArrayList<>();
  private final List<String> ports = new ArrayList<>();

  private SplitNetwork(boolean around) {
    this.around = around;
  }

  /**
   * Lays the cables of nodes 1 to that number, apart from the network of this process.
   *
   * @throws DrillException if it can't be done, see {@link #missing}
   */
  public static SplitNetwork apart(int nodes) throws InterruptedException {
    return new SplitNetwork(false).lay(nodes);
  }

  /**
   * The same with the bridge in the namespace of this process, which so reaches every node that is
   * not cut off: for a process that has a namespace of its own.
   */
  static SplitNetwork around(int nodes) throws InterruptedException {
    return new SplitNetwork(true).lay(nodes);
  }

  /** Why there can be none here, if so. */
  public static Optional<String> missing() throws InterruptedException {
    String probe = "reparto-probe-" + ProcessHandle.current().pid();
    try {
      Result added = run(List.of("ip", "netns", "add", probe));
      if (added.exitCode() != 0) {
        return Optional.of("no network namespaces here, they take root: " + added.output());
      }
      run(List.of("ip", "netns", "delete", probe));
      return Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.of("no ip(8) here (Debian: iproute2): " + e.getCause().getMessage());
    }
  }

  private SplitNetwork lay(int nodes) throws InterruptedException {
    boolean done = false;
    try {
      if (!around) {
        create(HUB);
      }
      ip(inHub("link add " + BRIDGE + " type bridge"));
      ip(inHub("link set " + BRIDGE + " up"));
      if (around) {
        ip("address add " + SUBNET + OURS + "/24 dev " + BRIDGE);
      }
      for (int node = 1; node <= nodes; node++) {
        connect(node);
      }
      done = true;
      return this;
    } finally {
      if (!done) {
        remove();
      }
    }
  }

  private void create(String name) throws InterruptedException {
    ip("netns add " + prefix + name);
    created.add(name);
    ip(in(name, "link set lo up"));
  }

  private void connect(int node) throws InterruptedException {
    create(name(node));
    ip(
        inHub(
            "link add %s type veth peer name %s netns %s"
                .formatted(port(node), CABLE, prefix + name(node))));
    ports.add(port(node));
    join(node);
    ip(inHub("link set %s up".formatted(port(node))));
    ip(in(name(node), "address add %s/24 dev %s".formatted(address(node), CABLE)));
    ip(in(name(node), "link set %s up".formatted(CABLE)));
  }

  private static String name(int node) {
    return "n" + node;
  }

  private static String port(int node) {
    return "port" + node;
  }

  /** Where the node is to listen. */
  public String address(int node) {
    return SUBNET + node;
  }

  /** What comes before a command that is to run at that node. */
  public List<String> at(int node) {
    return List.of("ip", "netns", "exec", prefix + name(node));
  }

  /** Nothing goes to that node or comes from it any more; nobody is told. */
  public void cut(int node) throws InterruptedException {
    ip(inHub("link set " + port(node) + " nomaster"));
  }

  /** Undoes {@link #cut}. */
  public void join(int node) throws InterruptedException {
    ip(inHub("link set " + port(node) + " master " + BRIDGE));
  }

  /** Takes all of it away; what runs there must have ended. */
  public void remove() throws InterruptedException {
    // The system takes namespaces apart later: a cable that is left to it is in the next one's way.
    for (String port : ports) {
      ip(inHub("link delete " + port));
    }
    ports.clear();
    for (String name : created) {
      ip("netns delete " + prefix + name);
    }
    created.clear();
    if (around) {
      ip("link delete " + BRIDGE);
    }
  }

  private String inHub(String words) {
    return around ? words : in(HUB, words);
  }

  private String in(String namespace, String words) {
    return "-n " + prefix + namespace + " " + words;
  }

  /** Runs ip(8) with these words. */
  static void ip(String words) throws InterruptedException {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(Arrays.asList(words.split(" ", -1)));
    Result result;
    try {
      result = run(command);
    } catch (UncheckedIOException e) {
      throw new DrillException("no ip(8) here (Debian: iproute2): " + e.getCause(), e);
    }
    if (result.exitCode() != 0) {
      throw new DrillException(
          "ip failed: command=" + String.join(" ", command) + ", " + result.output());
    }
  }

  private record Result(int exitCode, String output) {}

  private static Result run(List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
