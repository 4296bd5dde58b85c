package io.reparto.node.jobs.pi;

import io.reparto.protocol.job.InvalidJobException;
import java.util.Locale;

/** The ways of computing that {@code --kernel} names. Each is deterministic. */
enum SamplerKind {
  SCALAR("xoshiro256+") {
    @Override
    Sampler open() {
      return new ScalarSampler();
    }
  };

  private final String generator;

  SamplerKind(String generator) {
    this.generator = generator;
  }

  abstract Sampler open();

  /** The name of its random number generator. */
  String generator() {
    return generator;
  }

  /** The name on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws InvalidJobException if no kind has that name
   */
  static SamplerKind ofWord(String word) {
    for (SamplerKind kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new InvalidJobException("--kernel must be simd, scalar or columns: given=" + word);
  }
}
