package io.reparto.protocol.message;

import java.time.Duration;

/**
 * What is known of a failed attempt.
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
    Duration lasted) {}
