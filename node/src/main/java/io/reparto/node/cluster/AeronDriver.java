package io.reparto.node.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The settings of this JVM's media driver, which reads them from system properties when it starts.
 * With the system's usual socket buffers a burst of its small datagrams overflows the receiver's,
 * and each loss is waited for: partials passed at 4 MB/s. Those that the user has set stay.
 */
final class AeronDriver {
  private static final Path LARGEST_BUFFER = Path.of("/proc/sys/net/core/rmem_max");
  private static final long WANTED_BUFFER_BYTES = 2 << 20;

  /** Of a datagram between nodes of one machine, where no network cuts it. */
  private static final long LOCAL_DATAGRAM_BYTES = 16 << 10;

  private AeronDriver() {}

  /** To be called before the actor system starts, by a node whose transport is aeron-udp. */
  static void prepare(boolean oneMachine) {
    settings(oneMachine, largestBuffer())
        .forEach((name, value) -> System.getProperties().putIfAbsent(name, Long.toString(value)));
  }

  /**
   * @param oneMachine whether all nodes are on this machine
   * @param largestBuffer bytes that the system allows, if it tells
   */
  static Map<String, Long> settings(boolean oneMachine, OptionalLong largestBuffer) {
    var settings = new LinkedHashMap<String, Long>();
    if (oneMachine) {
      settings.put("aeron.mtu.length", LOCAL_DATAGRAM_BYTES);
    }
    if (largestBuffer.isPresent()) {
      long buffer = Math.min(WANTED_BUFFER_BYTES, largestBuffer.getAsLong());
      settings.put("aeron.socket.so_rcvbuf", buffer);
      settings.put("aeron.socket.so_sndbuf", buffer);
      // What a sender may have under way; headers of the system take room beside it.
      settings.put("aeron.rcv.initial.window.length", buffer / 2);
    }
    return settings;
  }

  static OptionalLong largestBuffer() {
    // By a reader that asks for all at once: these files have no second read.
    try (BufferedReader file = Files.newBufferedReader(LARGEST_BUFFER)) {
      return OptionalLong.of(Long.parseLong(file.readLine()));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty(); // not Linux
    }
  }
}
