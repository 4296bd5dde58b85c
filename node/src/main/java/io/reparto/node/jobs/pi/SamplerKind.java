package io.reparto.node.jobs.pi;

import io.reparto.protocol.job.InvalidJobException;
import java.util.Locale;

/** The ways of computing that {@code --kernel} names. Each is deterministic. */
enum SamplerKind {
  /** Many lanes at once; {@link LaneSampler}. */
  SIMD("xoshiro128+ on 32 lanes"),
  /** One point after the other; {@link ScalarSampler}. */
  SCALAR("xoshiro256+"),
  /** An array at a time; {@link ColumnSampler}. */
  COLUMNS("xoshiro256+");

  private final String generator;

  SamplerKind(String generator) {
    this.generator = generator;
  }

  Sampler open() {
    return switch (this) {
      case SIMD -> new LaneSampler();
      case SCALAR -> new ScalarSampler();
      case COLUMNS -> new ColumnSampler();
    };
  }

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
