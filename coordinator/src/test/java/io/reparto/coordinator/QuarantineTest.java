package io.reparto.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.message.JobId;
import org.junit.jupiter.api.Test;

class QuarantineTest {
  private static final JobId ONE = new JobId("one");
  private static final JobId OTHER = new JobId("other");

  private final Quarantine quarantine = new Quarantine();

  @Test
  void givenOneJobWithSuspects_whenWorkersAsk_thenEveryOneMayRunThem() {
    quarantine.enter(ONE);

    assertThat(quarantine.admit(ONE, "a", false)).isTrue();
    assertThat(quarantine.admit(ONE, "b", false)).isTrue();
    assertThat(quarantine.admit(ONE, "a", false)).isTrue();
    assertThat(quarantine.admit(OTHER, "a", false)).as("has none").isFalse();
  }

  @Test
  void givenTwoJobsWithSuspects_whenWorkersAsk_thenNoneRunsThoseOfBoth() {
    quarantine.enter(ONE);
    quarantine.enter(OTHER);

    assertThat(quarantine.admit(ONE, "a", false)).isTrue();
    assertThat(quarantine.admit(OTHER, "a", false)).isFalse();
    assertThat(quarantine.admit(ONE, "b", false)).as("the other has no worker yet").isFalse();
    assertThat(quarantine.admit(OTHER, "b", false)).isTrue();
    assertThat(quarantine.admit(ONE, "c", false)).isTrue();
  }

  @Test
  void givenAJobWithoutSuspectsAnyMore_whenItLeaves_thenItsWorkersMayRunThoseOfOthers() {
    quarantine.enter(ONE);
    quarantine.enter(OTHER);
    quarantine.admit(ONE, "a", false);

    assertThat(quarantine.leave(ONE)).isTrue();

    assertThat(quarantine.leave(ONE)).as("again").isFalse();
    assertThat(quarantine.admit(OTHER, "a", false)).isTrue();
  }

  @Test
  void givenALostWorker_whenItComesBack_thenItIsFree() {
    quarantine.enter(ONE);
    quarantine.enter(OTHER);
    quarantine.admit(ONE, "a", false);

    quarantine.loseWorker("a");

    assertThat(quarantine.admit(OTHER, "a", false)).isTrue();
  }

  @Test
  void givenTheCoordinatorsNode_whenThereAreOthers_thenItRunsNoSuspects() {
    quarantine.enter(ONE);

    assertThat(quarantine.admit(ONE, "a", true)).isFalse();
    assertThat(quarantine.admit(ONE, "a", false)).as("when they are gone").isTrue();
    assertThat(quarantine.admit(ONE, "a", true)).as("it has some already").isTrue();
  }

  @Test
  void givenAWishThatIsAnsweredWithoutASuspect_whenNoneRuns_thenTheWorkerIsFreeForWhoWasRefused() {
    quarantine.enter(ONE);
    quarantine.admit(ONE, "a", false);
    quarantine.admit(ONE, "a", false);
    quarantine.enter(OTHER);
    quarantine.admit(OTHER, "a", false);

    assertThat(quarantine.answered(ONE, "a", false)).as("one is open").isFalse();
    assertThat(quarantine.answered(ONE, "a", false)).isTrue();

    assertThat(quarantine.admits(OTHER, "a", false)).isTrue();
    assertThat(quarantine.answered(ONE, "a", false)).as("late").isFalse();
  }

  @Test
  void givenAWishThatIsAnsweredWithASuspect_whenAnotherIsNot_thenTheWorkerIsKept() {
    quarantine.enter(ONE);
    quarantine.enter(OTHER);
    quarantine.admit(ONE, "a", false);
    quarantine.answered(ONE, "a", true);
    quarantine.admit(ONE, "a", false);

    assertThat(quarantine.answered(ONE, "a", false)).isFalse();

    assertThat(quarantine.admits(OTHER, "a", false)).isFalse();
  }
}
