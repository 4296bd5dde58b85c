package io.reparto.node.input;

import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Maps task numbers to byte ranges, from the sizes of the files alone. Every file starts a new
 * task; a gzip file, or any file when {@code multiline}, is one task; an empty file is none.
 *
 * @param files in the order in which their tasks are numbered
 * @param multiline whether each file is one task
 * @param partitionBytes size of every partition but the last of each file
 * @param firstTasks size + 1 numbers: file i has the tasks firstTasks[i] (included) to firstTasks[i
 *     + 1] (excluded)
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare what the array follows from
public record CsvSplit(
    List<InputFile> files, boolean multiline, long partitionBytes, int[] firstTasks) {

  private static final int DEFAULT_TASKS = 64;
  private static final long SMALLEST_DEFAULT = 1 << 20;
  private static final long LARGEST_DEFAULT = 32 << 20;

  /**
   * Splits the files.
   *
   * @param partitionBytes at least 1; empty for a 64th of the input, but 1 MiB to 32 MiB
   * @throws InvalidJobException if that makes more tasks than a plan may have
   */
  public static CsvSplit of(List<InputFile> files, boolean multiline, OptionalLong partitionBytes) {
    long total = files.stream().mapToLong(InputFile::sizeBytes).sum();
    long size =
        partitionBytes.orElse(
            Math.max(SMALLEST_DEFAULT, Math.min(LARGEST_DEFAULT, total / DEFAULT_TASKS)));
    if (size < 1) {
      throw new InvalidJobException("a partition has at least one byte: partitionBytes=" + size);
    }
    var firstTasks = new int[files.size() + 1];
    long tasks = 0;
    for (int i = 0; i < files.size(); i++) {
      InputFile file = files.get(i);
      boolean whole = multiline || file.isGzip();
      long bytes = file.sizeBytes();
      tasks += bytes == 0 ? 0 : whole ? 1 : (bytes - 1) / size + 1;
      if (tasks > Plan.MAX_TASKS) {
        throw new InvalidJobException(
            "too many tasks: inputBytes="
                + total
                + ", partitionBytes="
                + size
                + ", most="
                + Plan.MAX_TASKS
                + "; use larger partitions");
      }
      firstTasks[i + 1] = (int) tasks;
    }
    return new CsvSplit(List.copyOf(files), multiline, size, firstTasks);
  }

  public int taskCount() {
    return firstTasks[files.size()];
  }

  /** Bytes of all files as stored. */
  public long totalBytes() {
    return files.stream().mapToLong(InputFile::sizeBytes).sum();
  }

  /** The byte range of a task, 0 to taskCount - 1. */
  public CsvPartition partition(int task) {
    if (task < 0 || task >= taskCount()) {
      throw new IndexOutOfBoundsException(
          "no such task: task=" + task + ", taskCount=" + taskCount());
    }
    int fileIndex = fileOf(task);
    InputFile file = files.get(fileIndex);
    if (multiline || file.isGzip()) {
      return new CsvPartition(task, fileIndex, file, 0, file.sizeBytes());
    }
    long start = (task - firstTasks[fileIndex]) * partitionBytes;
    long end = Math.min(file.sizeBytes() - start, partitionBytes) + start;
    return new CsvPartition(task, fileIndex, file, start, end);
  }

  /** The last file whose first task is not beyond: empty files share theirs with the next one. */
  private int fileOf(int task) {
    int low = 0;
    int high = files.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstTasks[middle] <= task) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CsvSplit that
        && files.equals(that.files)
        && multiline == that.multiline
        && partitionBytes == that.partitionBytes;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(firstTasks) * 31 + files.hashCode();
  }

  @Override
  public String toString() {
    return "CsvSplit[files="
        + files.size()
        + ", partitionBytes="
        + partitionBytes
        + ", tasks="
        + taskCount()
        + "]";
  }
}
