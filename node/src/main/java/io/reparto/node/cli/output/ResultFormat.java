package io.reparto.node.cli.output;

/** How a result is printed. */
public enum ResultFormat {
  TABLE,
  CSV,
  JSON
}
