package io.reparto.node.local;

import java.util.Locale;

/** What carries messages between nodes: the values of {@code akka.remote.artery.transport}. */
public enum Transport {
  TCP,
  TLS_TCP,
  AERON_UDP;

  /** The transport of a word such as {@code tls-tcp}, as {@link #word} gives it. */
  public static Transport of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
