package io.reparto.node.cluster.simulation;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The messages to and from a coordinator: how many of each kind, and a hash of when they came. */
final class Traffic {
  private static final class Count {
    private long messages;
  }

  private final Map<String, Count> in = new TreeMap<>();
  private final Map<String, Count> out = new TreeMap<>();
  private long hash = 0xCBF29CE484222325L;

  void toCoordinator(Object message, int peer, long nanos) {
    count(in, message, peer, nanos);
  }

  void fromCoordinator(Object message, int peer, long nanos) {
    count(out, message, peer, nanos);
  }

  private void count(Map<String, Count> counts, Object message, int peer, long nanos) {
    String kind = message.getClass().getSimpleName();
    counts.computeIfAbsent(kind, one -> new Count()).messages++;
    mix(nanos);
    mix(peer);
    mix(kind.hashCode());
  }

  private void mix(long value) {
    hash = (hash ^ value) * 0x100000001B3L;
    hash ^= hash >>> 29;
  }

  /** What has been counted is forgotten, the hash goes on. */
  void countAnew() {
    in.clear();
    out.clear();
  }

  /** Of everything; equal where the same messages were sent at the same virtual times. */
  long hash() {
    return hash;
  }

  long in() {
    return sum(in);
  }

  long out() {
    return sum(out);
  }

  private static long sum(Map<String, Count> counts) {
    return counts.values().stream().mapToLong(count -> count.messages).sum();
  }

  /** How many of one kind, by its simple class name, there were in either direction. */
  long of(String kind) {
    var none = new Count();
    return in.getOrDefault(kind, none).messages + out.getOrDefault(kind, none).messages;
  }

  /** In words: each kind and how many. */
  String describe() {
    return describe(in) + " | " + describe(out);
  }

  private static String describe(Map<String, Count> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().messages)
        .collect(Collectors.joining(" "));
  }
}
