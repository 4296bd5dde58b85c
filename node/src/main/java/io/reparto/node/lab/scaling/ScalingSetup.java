package io.reparto.node.lab.scaling;

import io.reparto.node.lab.Machine;
import io.reparto.protocol.job.JobSpec;
import java.util.Optional;

/**
 * What was measured, and where.
 *
 * @param spec the job at size 1
 * @param unit what a size counts: {@code slots}, {@code nodes} or {@code workers}
 * @param slotsPerSize slots at size 1; 0 if not known
 * @param onThisMachine whether the job ran on the machine of this process
 * @param weak whether the work grew with the size
 * @param command that measures the same again
 */
public record ScalingSetup(
    JobSpec spec,
    String unit,
    int slotsPerSize,
    boolean onThisMachine,
    boolean weak,
    String command,
    Machine machine) {

  /** Whether tasks need no core while they run, so that there may be more slots than cores. */
  private boolean isWaiting() {
    return spec.job().equals("sleep");
  }

  /** What to say before so many slots are used; empty if nothing. */
  public Optional<String> warning(int largest) {
    int slots = largest * slotsPerSize;
    if (!onThisMachine || isWaiting() || slots <= machine.cores()) {
      return Optional.empty();
    }
    return Optional.of(
        "this machine has "
            + machine.cores()
            + (machine.cores() == 1 ? " core" : " cores")
            + ": beyond that many slots ("
            + slots
            + " asked for) computing can't get faster; to see how the runtime itself scales, take"
            + " tasks that wait: scale sleep --tasks 256 --millis 50 --slots 1,2,4,8,16,32,64");
  }
}
