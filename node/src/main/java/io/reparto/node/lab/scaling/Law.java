package io.reparto.node.lab.scaling;

/** What a law says of the time that a fixed amount of work takes at a size, relative to size 1. */
enum Law {
  /**
   * Amdahl (1967): a share s of the work is serial. t(n) = s + (1 - s) / n, of a job whose work
   * does not grow.
   */
  AMDAHL(1) {
    @Override
    double relativeSeconds(double size, double[] parameters) {
      return parameters[0] + (1 - parameters[0]) / size;
    }

    @Override
    double[] slopes(double size, double[] parameters) {
      return new double[] {1 - 1 / size};
    }
  },

  /**
   * Gustafson (1988): of the time at each size a share s is serial, and the work grows with the
   * size. t(n) = 1 / (n - s (n - 1)) by unit of work.
   */
  GUSTAFSON(1) {
    @Override
    double relativeSeconds(double size, double[] parameters) {
      return 1 / (size - parameters[0] * (size - 1));
    }

    @Override
    double[] slopes(double size, double[] parameters) {
      double time = relativeSeconds(size, parameters);
      return new double[] {(size - 1) * time * time};
    }
  },

  /**
   * The Universal Scalability Law (Gunther 1993, 2007): contention sigma makes all wait for one,
   * coherency kappa makes each talk to each. t(n) = (1 + sigma (n - 1) + kappa n (n - 1)) / n.
   */
  USL(2) {
    @Override
    double relativeSeconds(double size, double[] parameters) {
      return (1 + parameters[0] * (size - 1) + parameters[1] * size * (size - 1)) / size;
    }

    @Override
    double[] slopes(double size, double[] parameters) {
      return new double[] {(size - 1) / size, size - 1};
    }
  },

  /** The same without contention. */
  COHERENCY_ONLY(1) {
    @Override
    double relativeSeconds(double size, double[] parameters) {
      return (1 + parameters[0] * size * (size - 1)) / size;
    }

    @Override
    double[] slopes(double size, double[] parameters) {
      return new double[] {size - 1};
    }
  };

  private final int parameters;

  Law(int parameters) {
    this.parameters = parameters;
  }

  /** How many it has, besides the time at size 1. */
  int parameters() {
    return parameters;
  }

  abstract double relativeSeconds(double size, double[] parameters);

  /** The derivative of {@link #relativeSeconds} by each parameter. */
  abstract double[] slopes(double size, double[] parameters);
}
