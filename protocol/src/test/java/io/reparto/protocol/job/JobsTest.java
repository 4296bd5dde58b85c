package io.reparto.protocol.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.serialization.SampleJob;
import org.junit.jupiter.api.Test;

class JobsTest {

  @Test
  void givenJobs_whenNamed_thenTheyAreFoundAndSorted() {
    var b = new SampleJob("b");
    var a = new SampleJob("a");
    Jobs jobs = Jobs.of(b, a);

    assertThat(jobs.named("b")).isSameAs(b);
    assertThat(jobs.all()).containsExactly(a, b);
  }

  @Test
  void givenNoSuchJob_whenNamed_thenTheMessageListsThoseThereAre() {
    Jobs jobs = Jobs.of(new SampleJob("b"), new SampleJob("a"));

    assertThatThrownBy(() -> jobs.named("c"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("no such job: name=c, known=[a, b]");
  }

  @Test
  void givenTwoJobsOfOneName_whenGathered_thenItIsAnError() {
    assertThatThrownBy(() -> Jobs.of(new SampleJob("a"), new SampleJob("a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("two jobs have one name: name=a")
        .hasMessageContaining(SampleJob.class.getName());
  }
}
