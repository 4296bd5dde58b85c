package io.reparto.protocol.message;

/**
 * A task that ran where a worker was lost.
 *
 * @param certificate of the last such attempt
 * @param failures how often the task has failed, this one included
 * @param losses how many workers were lost while it ran or may have run there
 */
public record TaskLoss(DeathCertificate certificate, int failures, int losses) {}
