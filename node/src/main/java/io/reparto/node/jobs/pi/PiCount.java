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

  /** The standard error of {@link #pi}: 4 √(p (1 − p) / samples) with p = inside / samples. */
  double standardError() {
    double share = (double) inside / samples;
    return 4 * Math.sqrt(share * (1 - share) / samples);
  }

  @Override
  public long sizeBytes() {
    return 3 * Long.BYTES;
  }
}
