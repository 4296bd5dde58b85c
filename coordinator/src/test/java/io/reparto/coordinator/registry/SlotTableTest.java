package io.reparto.coordinator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.message.JobId;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SlotTableTest {
  private static final JobId A = new JobId("a");
  private static final JobId B = new JobId("b");
  private static final JobId C = new JobId("c");
  private static final JobId D = new JobId("d");

  @Test
  void givenAFreedSlot_whenTheNextJobComes_thenItGetsTheLowestFreeOne() {
    var table = new SlotTable(2);
    table.put(A, 1);
    table.reserve(2);

    assertThat(table.place(B)).isZero();
    assertThat(table.place(C)).isEqualTo(3);
    assertThat(table.place(A)).as("it has one").isEqualTo(1);
    assertThat(table.free(A)).hasValue(1);
    assertThat(table.free(A)).isEqualTo(OptionalInt.empty());
    assertThat(table.place(D)).isEqualTo(1);
  }

  @Test
  void givenMoreEndedJobsThanKept_whenOneMoreEnds_thenThoseThatEndedFirstAreToBeForgotten() {
    var table = new SlotTable(2);
    table.place(A);
    table.place(B);
    table.place(C);
    table.place(D);

    assertThat(table.end(A)).isEmpty();
    assertThat(table.end(B)).isEmpty();
    assertThat(table.end(A)).as("once more").isEmpty();
    table.place(B); // begun again
    assertThat(table.end(C)).isEmpty();
    assertThat(table.end(D)).containsExactly(A);
    table.free(A);
    assertThat(table.end(B)).containsExactly(C);
  }

  @Test
  void givenNoEndedJobIsKept_whenOneEnds_thenItIsToBeForgotten() {
    var table = new SlotTable(0);
    table.place(A);

    assertThat(table.end(A)).containsExactly(A);
  }
}
