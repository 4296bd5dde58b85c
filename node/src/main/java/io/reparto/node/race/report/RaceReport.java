package io.reparto.node.race.report;

import io.reparto.node.lab.Machine;
import io.reparto.node.race.RaceSettings;
import io.reparto.node.race.explain.Explanation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A whole race.
 *
 * @param parties what ran at the same time: {@code threads} or {@code processes}
 * @param outcomes in the order of the table
 * @param machine where
 * @param remarks what one should know to read it
 * @param explanation how an update was lost, where that was asked
 */
public record RaceReport(
    String parties,
    RaceSettings settings,
    List<Outcome> outcomes,
    Machine machine,
    List<String> remarks,
    Optional<Explanation> explanation) {

  public RaceReport {
    outcomes = List.copyOf(outcomes);
    remarks = List.copyOf(remarks);
  }

  /**
   * How often the outcome's speed is that of the best correct strategy, the fastest among the exact
   * ones: 1 for that one, above 1 for what is faster because it is wrong.
   */
  public OptionalDouble speed(Outcome outcome) {
    OptionalDouble best =
        outcomes.stream()
            .filter(each -> each.verdict() == Verdict.EXACT)
            .mapToDouble(Outcome::nanosPerIncrement)
            .min();
    return best.isPresent()
        ? OptionalDouble.of(best.getAsDouble() / outcome.nanosPerIncrement())
        : OptionalDouble.empty();
  }

  /** The strategies that lost something although that is promised not to happen. */
  public List<Outcome> broken() {
    return outcomes.stream().filter(each -> each.verdict() == Verdict.BROKEN).toList();
  }
}
