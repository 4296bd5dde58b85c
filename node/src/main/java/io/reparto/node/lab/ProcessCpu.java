package io.reparto.node.lab;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/** The processor time that this process has taken, all its threads together. */
final class ProcessCpu {
  private ProcessCpu() {}

  /** Empty if this JVM can't tell. */
  static OptionalLong nanos() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      long nanos = system.getProcessCpuTime();
      return nanos < 0 ? OptionalLong.empty() : OptionalLong.of(nanos);
    }
    return OptionalLong.empty();
  }
}
