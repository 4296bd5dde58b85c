package io.reparto.protocol.message;

/**
 * The ledger of a job in numbers.
 *
 * @param planned tasks of the plan
 * @param committed tasks whose partial was accepted; equal to planned in a job that succeeded
 * @param attempts tries that came to an end: committed, refused or failed ones
 * @param refused tasks of partials refused because some of theirs were committed already
 */
public record LedgerCounts(int planned, int committed, long attempts, long refused) {}
