package io.reparto.coordinator.registry;

import io.reparto.protocol.message.JobId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which job is in which slot. A slot is free again when its job is forgotten, and the lowest free
 * one is taken first: there are never more than there were jobs at one time. Not thread-safe.
 */
final class SlotTable {
  private final int mostEnded;
  private final BitSet taken = new BitSet();
  private final Map<JobId, Integer> slots = new HashMap<>();
  private final LinkedHashSet<JobId> ended = new LinkedHashSet<>();

  /**
   * @param mostEnded ended jobs that keep their slots
   */
  SlotTable(int mostEnded) {
    this.mostEnded = mostEnded;
  }

  /** The slot of a job, a free one if it has none. */
  int place(JobId job) {
    Integer slot = slots.get(job);
    if (slot == null) {
      slot = taken.nextClearBit(0);
      put(job, slot);
    }
    ended.remove(job);
    return slot;
  }

  /** Puts a job into the slot in which it was found. */
  void put(JobId job, int slot) {
    slots.put(job, slot);
    taken.set(slot);
  }

  /** Leaves alone a slot with something else in it. */
  void reserve(int slot) {
    taken.set(slot);
  }

  /**
   * Notes that a job with a slot has ended.
   *
   * @return those that ended longest ago and are now too many, to be forgotten
   */
  List<JobId> end(JobId job) {
    ended.remove(job);
    ended.add(job);
    var oldest = new ArrayList<JobId>();
    for (JobId one : ended) {
      if (ended.size() - oldest.size() <= mostEnded) {
        break;
      }
      oldest.add(one);
    }
    return oldest;
  }

  /** Forgets a job; the slot it had is free. */
  OptionalInt free(JobId job) {
    ended.remove(job);
    Integer slot = slots.remove(job);
    if (slot == null) {
      return OptionalInt.empty();
    }
    taken.clear(slot);
    return OptionalInt.of(slot);
  }
}
