package io.reparto.node.input;

import io.reparto.protocol.job.InvalidJobException;

/** Decides what a record that can't be read means for the job. */
@FunctionalInterface
public interface BadRecordHandler {

  /** Fails the job. */
  BadRecordHandler FAIL =
      bad -> {
        throw new InvalidJobException(
            "bad record: " + bad.describe() + "; --on-error skip leaves such records out");
      };

  /**
   * Called once per bad record, in file order for those of wrong form, then per batch for those
   * with an unreadable field. When it returns, the record is left out; what it throws stops the
   * partition.
   */
  void onBadRecord(BadRecord bad);
}
