package io.reparto.coordinator.http;

import java.util.concurrent.CompletionStage;

/** What a node says of itself to probes and to Prometheus. Thread-safe. */
public interface NodeHealth {

  /** Whether the node has joined its cluster and a coordinator answers; never fails. */
  CompletionStage<Boolean> isReady();

  /** Metrics in Prometheus' text format 0.0.4. */
  String metrics();
}
