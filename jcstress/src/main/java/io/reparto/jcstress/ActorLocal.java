package io.reparto.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** A plain field for each, merged after the end of both. */
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments are counted.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "One increment is lost: must not be.")
@State
public class ActorLocal {
  private final LocalAndMerged counter = new LocalAndMerged();

  @Actor
  public void one() {
    counter.addFirst(1);
  }

  @Actor
  public void two() {
    counter.addSecond(1);
  }

  @Arbiter
  public void after(J_Result result) {
    result.r1 = counter.total();
  }
}
