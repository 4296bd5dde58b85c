package io.reparto.coordinator.http;

import io.reparto.protocol.api.ClusterJson;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The nodes of the cluster, as one of them sees them. Thread-safe. */
@FunctionalInterface
public interface ClusterNodes {

  /** All of them, this one included; never fails, and takes about a second at most. */
  CompletionStage<List<ClusterJson.NodeJson>> list();
}
