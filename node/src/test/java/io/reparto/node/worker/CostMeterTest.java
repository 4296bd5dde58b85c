package io.reparto.node.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.message.Costs;
import org.junit.jupiter.api.Test;

class CostMeterTest {

  @Test
  void givenALeaseFlushedOnce_whenTaken_thenEachNanosecondIsTakenOnce() {
    var meter = new CostMeter(false);

    meter.leaseBegins(1_000, 50);
    meter.sliceBegins();
    meter.merged(30);
    Costs first = meter.take(1_200);
    meter.merged(7);
    Costs second = meter.take(1_300);

    assertThat(first).isEqualTo(Costs.ofSlot(50, 170, 0, 30));
    assertThat(second).isEqualTo(Costs.ofSlot(0, 93, 0, 7));
  }

  @Test
  void givenALeaseThatWasStopped_whenTheNextBegins_thenItPaysForItselfOnly() {
    var meter = new CostMeter(false);
    meter.leaseBegins(0, 99);
    meter.merged(10);

    meter.leaseBegins(5_000, 1);

    assertThat(meter.take(5_100)).isEqualTo(Costs.ofSlot(1, 100, 0, 0));
  }

  @Test
  void givenProcessorTimeIsMeasured_whenASliceComputes_thenItIsCounted() {
    var meter = new CostMeter(true);
    meter.leaseBegins(0, 0);
    meter.sliceBegins();
    long end = System.nanoTime() + 5_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }

    Costs costs = meter.take(5_000_000);

    assertThat(costs.cpuNanos()).isPositive();
  }
}
