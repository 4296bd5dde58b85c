package io.reparto.node.input;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RecordContinuityPropertyTest {

  @Property
  void givenThreeRuns_whenMerged_thenGroupingDoesNotMatter(
      @ForAll("runs") RecordContinuity a,
      @ForAll("runs") RecordContinuity b,
      @ForAll("runs") RecordContinuity c) {
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
  }

  @Property
  void givenARun_whenMergedWithTheIdentity_thenItIsUnchanged(@ForAll("runs") RecordContinuity run) {
    assertThat(run.merge(RecordContinuity.EMPTY)).isEqualTo(run);
    assertThat(RecordContinuity.EMPTY.merge(run)).isEqualTo(run);
  }

  @Provide
  Arbitrary<RecordContinuity> runs() {
    Arbitrary<Integer> files = Arbitraries.integers().between(0, 2);
    Arbitrary<Long> offsets = Arbitraries.longs().between(0, 3);
    Arbitrary<RecordContinuity> single =
        Combinators.combine(files, offsets, offsets).as(RecordContinuity::of);
    Arbitrary<RecordContinuity> broken =
        Combinators.combine(single, single).as(RecordContinuity::merge);
    return Arbitraries.oneOf(single, broken, Arbitraries.just(RecordContinuity.EMPTY));
  }
}
