package io.reparto.node.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP sockets on which a process listens, as Linux tells (proc(5), /proc/net/tcp). */
final class ListeningSockets {
  private static final String LISTEN = "0A";
  private static final int ADDRESS_FIELD = 1;
  private static final int STATE_FIELD = 3;
  private static final int INODE_FIELD = 9;

  private ListeningSockets() {}

  /**
   * One of them.
   *
   * @param address in hexadecimal, each 32 bits in the byte order of the machine
   */
  record Listening(String address, int port) {
    private static final Set<String> LOOPBACK =
        Set.of(
            "0100007F", // 127.0.0.1
            "0000000000000000FFFF00000100007F", // the same as an address of IPv6
            "00000000000000000000000001000000"); // ::1

    boolean isLoopback() {
      return LOOPBACK.contains(address);
    }
  }

  static List<Listening> of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> inodes = socketsOf(process);
    var listening = new ArrayList<Listening>();
    for (String table : new String[] {"net/tcp", "net/tcp6"}) {
      if (!Files.exists(process.resolve(table))) {
        continue; // no IPv6 here
      }
      Files.readAllLines(process.resolve(table)).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+", -1))
          .filter(fields -> fields[STATE_FIELD].equals(LISTEN))
          .filter(fields -> inodes.contains(fields[INODE_FIELD]))
          .map(fields -> fields[ADDRESS_FIELD].split(":", -1))
          .forEach(at -> listening.add(new Listening(at[0], Integer.parseInt(at[1], 16))));
    }
    return listening;
  }

  /** The inodes of the sockets that it has open. */
  private static Set<String> socketsOf(Path process) throws IOException {
    var inodes = new HashSet<String>();
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
        String target;
        try {
          target = Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
          continue; // closed meanwhile
        }
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    }
    return inodes;
  }
}
