package io.reparto.node.worker;

import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.WorkerCommand.PlanPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pieces of plans received so far, in order; a piece out of order is ignored. */
final class PlanParts {
  private final Map<JobId, List<byte[]>> received = new HashMap<>();

  /** The number of the piece to ask for next. */
  int next(JobId job) {
    return received.getOrDefault(job, List.of()).size();
  }

  /**
   * Takes a piece.
   *
   * @return all pieces if this was the last; they are forgotten here
   */
  Optional<List<byte[]>> add(PlanPart part) {
    List<byte[]> pieces = received.computeIfAbsent(part.job(), job -> new ArrayList<>());
    if (part.part() != pieces.size()) {
      return Optional.empty();
    }
    pieces.add(part.bytes());
    if (pieces.size() < part.parts()) {
      return Optional.empty();
    }
    received.remove(part.job());
    return Optional.of(pieces);
  }

  void forget(JobId job) {
    received.remove(job);
  }
}
