package io.reparto.node.input;

import java.io.IOException;

/**
 * Reads the records of one partition after the other into batches. Not thread-safe; keeps its
 * buffers from partition to partition.
 */
public final class CsvReader implements AutoCloseable {

  /**
   * A reader without a partition yet.
   *
   * @param selected the columns to deliver, as numbers of {@link CsvFormat#columns()}; column i of
   *     a batch is selected[i]
   * @param bad told of every record of wrong form; each is left out
   */
  public CsvReader(CsvFormat format, int[] selected, BadRecordHandler bad) {}

  /**
   * Starts on a partition; ends the one before.
   *
   * @throws io.reparto.protocol.job.InvalidJobException if the file has changed since it was
   *     planned
   */
  public void open(CsvPartition partition) throws IOException {}

  /**
   * Fills {@code batch} with the next 1 to {@link ColumnBatch#CAPACITY} records.
   *
   * @param batch with as many columns as were selected
   * @return false, with no rows, when the partition is done
   * @throws io.reparto.protocol.job.InvalidJobException if the file has changed since it was
   *     planned, or a record is longer than the format's maximum
   */
  public boolean next(ColumnBatch batch) throws IOException {
    batch.rows(0);
    return false;
  }

  /** Bytes of the partition read so far, as stored (compressed, if so). */
  public long bytesRead() {
    return 0;
  }

  /** What the partition proves about its neighbours; complete once {@link #next} gave false. */
  public RecordContinuity continuity() {
    return RecordContinuity.EMPTY;
  }

  @Override
  public void close() {}
}
