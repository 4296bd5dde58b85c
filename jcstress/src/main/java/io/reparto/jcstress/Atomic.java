package io.reparto.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.reparto.node.race.strategies.AtomicCounter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Increments of an AtomicLong. */
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments are counted.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "One increment is lost: must not be.")
@State
public class Atomic {
  private final AtomicCounter counter = new AtomicCounter();

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
