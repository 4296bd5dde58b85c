package io.reparto.node.race.explain;

import java.util.List;

/**
 * Two increments of different threads that read the same value.
 *
 * @param steps their two reads and two writes, in the order of their times
 * @param others accesses of any thread between the first and the last of these
 */
public record LostUpdate(List<Step> steps, int others) {
  public LostUpdate {
    steps = List.copyOf(steps);
  }
}
