package io.reparto.node.input;

import io.reparto.protocol.job.Partition;

/**
 * A byte range of a file. It owns the records that start in it.
 *
 * @param task which task owns it
 * @param fileIndex position of the file among the job's files
 * @param file the file as planned
 * @param start first byte, from 0, of the file as stored
 * @param end one past the last byte
 */
public record CsvPartition(int task, int fileIndex, InputFile file, long start, long end)
    implements Partition {

  @Override
  public String describe() {
    return file.path() + " bytes " + start + "-" + end;
  }
}
