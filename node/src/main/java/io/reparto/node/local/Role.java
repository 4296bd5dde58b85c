package io.reparto.node.local;

import java.util.List;
import java.util.Locale;

/** What a node does in the cluster. */
public enum Role {
  COORDINATOR,
  WORKER,
  BOTH;

  /** The role of a word such as {@code both}, as {@link #word} gives it. */
  public static Role of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The roles as the node's configuration knows them. */
  public List<String> names() {
    return this == BOTH ? List.of("coordinator", "worker") : List.of(word());
  }

  boolean coordinates() {
    return this != WORKER;
  }

  /** Whether it has slots. */
  public boolean works() {
    return this != COORDINATOR;
  }
}
