package io.reparto.coordinator.registry;

import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * What a takeover found in the slots, made into jobs. The same job may be in two, if a coordinator
 * took over without the answers of most nodes: then the newer counts. Not thread-safe.
 */
final class Inventory {
  private final RecordCodec codec;
  private final Logger log;
  private final TermClaim.Claimed claimed;
  private final Map<JobId, JobRecord> jobs = new HashMap<>();
  private final Map<JobId, Integer> slots = new HashMap<>();
  private final List<Integer> unreadable = new ArrayList<>();
  private final List<Integer> superseded = new ArrayList<>();

  Inventory(RecordCodec codec, Logger log, TermClaim.Claimed claimed) {
    this.codec = codec;
    this.log = log;
    this.claimed = claimed;
    for (int slot = 0; slot < claimed.slots(); slot++) {
      Cell cell = claimed.cells().get(slot);
      if (cell == null) {
        unreadable.add(slot);
      } else if (!cell.isEmpty()) {
        take(slot, cell);
      }
    }
  }

  private void take(int slot, Cell cell) {
    JobRecord job;
    try {
      job = codec.decode(cell.content());
    } catch (UnreadableException e) {
      log.error("leaving alone a job that can't be read: slot={}", slot, e);
      unreadable.add(slot);
      return;
    }
    Integer other = slots.get(job.job());
    if (other != null && claimed.cells().get(other).term() > cell.term()) {
      superseded.add(slot);
      return;
    }
    if (other != null) {
      superseded.add(other);
    }
    jobs.put(job.job(), job);
    slots.put(job.job(), slot);
  }

  /**
   * Puts the jobs into a table.
   *
   * @return slots to be emptied: of older records, and of ended jobs beyond those kept
   */
  List<Integer> fill(SlotTable table) {
    slots.forEach(table::put);
    unreadable.forEach(table::reserve);
    var toEmpty = new ArrayList<>(superseded);
    List<JobId> ended =
        jobs.values().stream()
            .filter(JobRecord.Ended.class::isInstance)
            .sorted(Comparator.comparing(JobRecord::submitted))
            .map(JobRecord::job)
            .toList();
    for (JobId job : ended) {
      for (JobId tooMany : table.end(job)) {
        jobs.remove(tooMany);
        table.free(tooMany).ifPresent(toEmpty::add);
      }
    }
    return toEmpty;
  }

  /** The jobs, in no order; after {@link #fill} those that are kept. */
  List<JobRecord> jobs() {
    return List.copyOf(jobs.values());
  }
}
