package io.reparto.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class NodeEntryPropertyTest {

  @Property(tries = 200)
  void givenAnyEntry_whenWrittenAndRead_thenItIsTheSame(
      @ForAll @IntRange(min = 1, max = 100) int number,
      @ForAll Role role,
      @ForAll @IntRange(min = 1, max = 65_535) int port,
      @ForAll @LongRange(min = 1) long pid,
      @ForAll String started,
      @ForAll boolean paused,
      @ForAll boolean aeron) {
    var entry =
        new NodeEntry(
            new LocalNode(number, role, number, port, port),
            new ProcessIdentity(pid, started),
            paused,
            aeron ? Optional.of(Path.of("/dev/shm/a b")) : Optional.empty());
    var values = new Properties();

    values.putAll(entry.toMap());

    assertThat(NodeEntry.of(values)).isEqualTo(entry);
  }
}
