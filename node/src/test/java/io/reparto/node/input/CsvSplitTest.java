package io.reparto.node.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.job.InvalidJobException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CsvSplitTest {

  @Test
  void givenFilesOfManySizes_whenSplit_thenPartitionsCoverEachByteOnceInOrder() {
    List<InputFile> files =
        List.of(
            file("a", 0), file("b", 10), file("c", 0), file("d", 9), file("e", 1), file("f", 0));

    CsvSplit split = CsvSplit.of(files, false, OptionalLong.of(3));

    assertThat(split.taskCount()).isEqualTo(4 + 3 + 1);
    int task = 0;
    for (int index = 0; index < files.size(); index++) {
      for (long start = 0; start < files.get(index).sizeBytes(); start += 3) {
        long end = Math.min(start + 3, files.get(index).sizeBytes());
        assertThat(split.partition(task))
            .isEqualTo(new CsvPartition(task, index, files.get(index), start, end));
        task++;
      }
    }
    assertThat(split.totalBytes()).isEqualTo(20);
  }

  @Test
  void givenGzipFileOrMultiline_whenSplit_thenEachFileIsOneTask() {
    List<InputFile> files = List.of(file("a.csv.GZ", 100), file("b.csv", 7));

    assertThat(CsvSplit.of(files, false, OptionalLong.of(3)).taskCount()).isEqualTo(1 + 3);
    assertThat(CsvSplit.of(files, true, OptionalLong.of(3)).taskCount()).isEqualTo(2);
    assertThat(CsvSplit.of(files, true, OptionalLong.of(3)).partition(1).end()).isEqualTo(7);
  }

  @Test
  void givenNoPartitionSize_whenSplit_thenItIsASixtyFourthWithinBounds() {
    assertThat(size(1L << 20)).isEqualTo(1 << 20);
    assertThat(size(693L << 20)).isEqualTo((693L << 20) / 64);
    assertThat(size(1L << 40)).isEqualTo(32 << 20);
  }

  private static long size(long total) {
    return CsvSplit.of(List.of(file("a", total)), false, OptionalLong.empty()).partitionBytes();
  }

  @Test
  void givenMoreTasksThanAPlanHolds_whenSplit_thenItIsRefused() {
    List<InputFile> files = List.of(file("a", 1L << 40));

    assertThatThrownBy(() -> CsvSplit.of(files, false, OptionalLong.of(1)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("too many tasks");
  }

  private static InputFile file(String path, long bytes) {
    return new InputFile(path, bytes, 0);
  }
}
