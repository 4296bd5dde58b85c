package io.reparto.node.input;

import io.reparto.protocol.job.InvalidJobException;
import java.util.List;

/**
 * Proof that partitions read one after the other saw the records that one pass over each file would
 * have seen. A mergeable value over runs of tasks; {@link #EMPTY} is its identity and merging is
 * associative.
 *
 * <p>A partition guesses that the first line feed before its start ends a record. That is wrong
 * when the line feed stands inside quotes. But a partition whose beginning is right ends right, so
 * by induction from a file's start all beginnings are right if and only if each equals the end of
 * the partition before it. The first seam that differs, in task order, is a line feed inside
 * quotes.
 *
 * @param firstFile index of the file of {@code begin}; -1 if no record end was seen at all
 * @param begin offset of the first record of the run
 * @param lastFile index of the file of {@code end}
 * @param end offset just after the last record of the run
 * @param brokenFile index of the file of the first seam that differs; -1 if none does
 * @param brokenOffset offset of the line feed inside quotes
 */
public record RecordContinuity(
    int firstFile, long begin, int lastFile, long end, int brokenFile, long brokenOffset) {

  public static final RecordContinuity EMPTY = new RecordContinuity(-1, 0, -1, 0, -1, 0);

  static RecordContinuity of(int file, long begin, long end) {
    return new RecordContinuity(file, begin, file, end, -1, 0);
  }

  /** The run of this one's tasks followed by those of {@code right}. */
  public RecordContinuity merge(RecordContinuity right) {
    if (firstFile < 0) {
      return right;
    }
    if (right.firstFile < 0) {
      return this;
    }
    int file = brokenFile;
    long offset = brokenOffset;
    if (file < 0) {
      boolean seamDiffers = lastFile == right.firstFile && end != right.begin;
      file = seamDiffers ? lastFile : right.brokenFile;
      offset = seamDiffers ? right.begin - 1 : right.brokenOffset;
    }
    return new RecordContinuity(firstFile, begin, right.lastFile, right.end, file, offset);
  }

  public boolean isBroken() {
    return brokenFile >= 0;
  }

  /**
   * Fails the job if a quoted line break was taken for the end of a record.
   *
   * @param files the job's files in order
   * @throws InvalidJobException naming file, byte offset and the option to use
   */
  public void requireUnbroken(List<InputFile> files) {
    if (isBroken()) {
      throw new InvalidJobException(
          "a quoted field holds a line break where the file was split: file="
              + files.get(brokenFile).path()
              + ", byteOffset="
              + brokenOffset
              + "; use --multiline (one task per file)");
    }
  }
}
