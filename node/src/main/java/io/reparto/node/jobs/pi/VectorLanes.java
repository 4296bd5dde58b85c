package io.reparto.node.jobs.pi;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many lanes at once as a vector of this machine holds. Stateless. Compiled apart from the rest
 * and loaded by {@link VectorSupport} alone: without the module jdk.incubator.vector this class
 * can't be linked.
 */
final class VectorLanes implements Lanes {
  private static final VectorSpecies<Integer> INTS =
      IntVector.SPECIES_PREFERRED.length() <= COUNT
          ? IntVector.SPECIES_PREFERRED
          : IntVector.SPECIES_512;
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, INTS.vectorShape());
  private static final int SIGN_SHIFT = 31;

  @Override
  public int countInside(int[] state, int steps) {
    int inside = 0;
    for (int lane = 0; lane < COUNT; lane += INTS.length()) {
      inside += countInsideFrom(state, lane, steps);
    }
    return inside;
  }

  private static int countInsideFrom(int[] state, int lane, int steps) {
    IntVector word0 = IntVector.fromArray(INTS, state, lane);
    IntVector word1 = IntVector.fromArray(INTS, state, COUNT + lane);
    IntVector word2 = IntVector.fromArray(INTS, state, 2 * COUNT + lane);
    IntVector word3 = IntVector.fromArray(INTS, state, 3 * COUNT + lane);
    IntVector inside = IntVector.zero(INTS);
    FloatVector radiusSquared = FloatVector.broadcast(FLOATS, RADIUS_SQUARED);
    for (int step = 0; step < steps; step++) {
      FloatVector x = (FloatVector) word0.add(word3).convert(I2F, 0);
      IntVector shifted = word1.lanewise(LSHL, 9);
      word2 = word2.lanewise(XOR, word0);
      word3 = word3.lanewise(XOR, word1);
      word1 = word1.lanewise(XOR, word2);
      word0 = word0.lanewise(XOR, word3);
      word2 = word2.lanewise(XOR, shifted);
      word3 = word3.lanewise(ROL, 11);

      FloatVector y = (FloatVector) word0.add(word3).convert(I2F, 0);
      shifted = word1.lanewise(LSHL, 9);
      word2 = word2.lanewise(XOR, word0);
      word3 = word3.lanewise(XOR, word1);
      word1 = word1.lanewise(XOR, word2);
      word0 = word0.lanewise(XOR, word3);
      word2 = word2.lanewise(XOR, shifted);
      word3 = word3.lanewise(ROL, 11);

      FloatVector excess = x.fma(x, y.mul(y).sub(radiusSquared)); // negative inside
      inside = inside.add(excess.reinterpretAsInts().lanewise(LSHR, SIGN_SHIFT));
    }
    word0.intoArray(state, lane);
    word1.intoArray(state, COUNT + lane);
    word2.intoArray(state, 2 * COUNT + lane);
    word3.intoArray(state, 3 * COUNT + lane);
    return inside.reduceLanes(ADD);
  }
}
