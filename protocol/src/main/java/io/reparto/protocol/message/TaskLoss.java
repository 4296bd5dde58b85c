package io.reparto.protocol.message;

/**
 * A task that ran where a worker was lost.
 *
 * @param certificate of the last such attempt
 * @param lease under which it ran
 * @param failures how often the task has failed, this one included
 * @param losses how many workers were lost while it ran or may have run there
 */
public record TaskLoss(DeathCertificate certificate, long lease, int failures, int losses) {}
