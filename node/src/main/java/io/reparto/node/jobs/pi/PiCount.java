package io.reparto.node.jobs.pi;

import io.reparto.protocol.aggregate.PartialAggregate;

/**
 * How many samples were drawn and how many of them lie inside the circle; the identity is all 0.
 * Can't overflow: a job has at most {@link PiPlan#MAX_SAMPLES}. Immutable.
 *
 * @param withoutVectors samples of the {@code simd} kernel that were computed without the Vector
 *     API because it is missing there; no result depends on it, only a remark
 */
record PiCount(long inside, long samples, long withoutVectors) implements PartialAggregate {
  static final PiCount NONE = new PiCount(0, 0, 0);

  PiCount {
    if (inside < 0 || inside > samples || withoutVectors < 0 || withoutVectors > samples) {
      throw new IllegalArgumentException(
          "no count of samples: inside="
              + inside
              + ", samples="
              + samples
              + ", withoutVectors="
              + withoutVectors);
    }
  }

  @Override
  public PartialAggregate merge(PartialAggregate right) {
    var that = (PiCount) right;
    return new PiCount(
        inside + that.inside, samples + that.samples, withoutVectors + that.withoutVectors);
  }

  /** The estimate of π; NaN with no samples. */
  double pi() {
    return 4.0 * inside / samples;
  }

  /**
   * The standard error of {@link #pi}: 4 √(p (1 − p) / samples) with p = inside / samples. If all
   * samples lie on one side, that would be 0, as if π were known; then p is (inside + z² / 2) /
   * (samples + z²), the centre of Wilson's interval (1927), over samples + z² as Agresti and Coull
   * propose (The American Statistician 52, 1998, p. 122), for one standard error: z = 1. NaN with
   * no samples.
   */
  double standardError() {
    boolean oneSided = samples > 0 && (inside == 0 || inside == samples);
    double total = oneSided ? samples + 1.0 : samples;
    double share = oneSided ? (inside + 0.5) / total : inside / total;
    return 4 * Math.sqrt(share * (1 - share) / total);
  }

  @Override
  public long sizeBytes() {
    return 3 * Long.BYTES;
  }
}
