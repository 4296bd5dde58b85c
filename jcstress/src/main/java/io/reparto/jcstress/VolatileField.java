package io.reparto.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import io.reparto.node.race.strategies.VolatileCounter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** A volatile field: seen at once, lost all the same. */
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments are counted.")
@Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "One increment is lost.")
@State
public class VolatileField {
  private final VolatileCounter counter = new VolatileCounter();

  @Actor
  public void one() {
    counter.add(1);
  }

  @Actor
  public void two() {
    counter.add(1);
  }

  @Arbiter
  public void after(J_Result result) {
    result.r1 = counter.total();
  }
}
