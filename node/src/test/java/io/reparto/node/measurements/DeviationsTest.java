package io.reparto.node.measurements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DeviationsTest {
  private final short[] table = Deviations.table();

  @Test
  void givenTheTable_whenAveraged_thenMeanIsNoughtAndDeviationTenDegrees() {
    double sum = 0;
    double squares = 0;
    for (short tenths : table) {
      sum += tenths;
      squares += tenths * tenths;
    }

    assertThat(sum).isZero();
    assertThat(Math.sqrt(squares / table.length)).isCloseTo(100, within(0.05));
  }

  /**
   * Quantiles of the normal distribution at 0.84134, 0.97725 and 0.99865: one, two, three sigma.
   */
  @Test
  void givenTheTable_whenReadAtKnownQuantiles_thenTheyAreWholeSigmas() {
    assertThat(table[(int) (0.8413447461 * Deviations.SIZE)]).isEqualTo((short) 100);
    assertThat(table[(int) (0.9772498681 * Deviations.SIZE)]).isEqualTo((short) 200);
    assertThat(table[(int) (0.9986501020 * Deviations.SIZE)]).isEqualTo((short) 300);
    assertThat(table[Deviations.SIZE - 1]).isBetween((short) 420, (short) 440);
  }
}
