package io.reparto.protocol.message;

import java.time.Duration;

/**
 * What is known of a failed attempt; its texts are shortened where they are long.
 *
 * @param task the task that failed
 * @param attempt which try it was, from 0
 * @param partition its bounds for people
 * @param worker who ran it
 * @param cause the exception's class and message
 * @param where the top of its stack, a line each
 * @param lasted from the task's start to its failure
 */
public record DeathCertificate(
    int task,
    int attempt,
    String partition,
    String worker,
    String cause,
    String where,
    Duration lasted) {
  static final int MOST_CAUSE_CHARACTERS = 1_000;
  static final int MOST_STACK_CHARACTERS = 2_000;
  private static final int MOST_PARTITION_CHARACTERS = 500;

  public DeathCertificate {
    partition = Excerpt.of(partition, MOST_PARTITION_CHARACTERS);
    cause = Excerpt.of(cause, MOST_CAUSE_CHARACTERS);
    where = Excerpt.of(where, MOST_STACK_CHARACTERS);
  }

  int characters() {
    return partition.length() + worker.length() + cause.length() + where.length();
  }
}
