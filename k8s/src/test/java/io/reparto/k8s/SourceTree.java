package io.reparto.k8s;

import java.nio.file.Path;

/** Where things are. */
public final class SourceTree {
  /** Its top. */
  public static final Path HOME =
      Path.of(System.getProperty("reparto.home", "..")).toAbsolutePath().normalize();

  /** The manifests. */
  public static final Path K8S = HOME.resolve("k8s");

  private SourceTree() {}
}
