package io.reparto.node.plot;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a picture is written as. */
public enum PlotFormat {
  SVG,
  PNG;

  /** The format that a file's name ends with, in any case. */
  public static Optional<PlotFormat> of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    for (PlotFormat format : values()) {
      if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
