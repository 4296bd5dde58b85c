package io.reparto.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class AeronDriverTest {

  @Test
  void givenASystemWithLargeBuffers_whenPrepared_thenNoMoreThanTwoMebibytesAreAskedFor() {
    assertThat(AeronDriver.settings(true, OptionalLong.of(4 << 20)))
        .isEqualTo(
            Map.of(
                "aeron.mtu.length", 16_384L,
                "aeron.socket.so_rcvbuf", 2_097_152L,
                "aeron.socket.so_sndbuf", 2_097_152L,
                "aeron.rcv.initial.window.length", 1_048_576L));
  }

  @Test
  void givenASystemWithSmallBuffers_whenPrepared_thenTheyAreWhatIsAskedFor() {
    assertThat(AeronDriver.settings(true, OptionalLong.of(212_992)))
        .containsEntry("aeron.socket.so_rcvbuf", 212_992L)
        .containsEntry("aeron.rcv.initial.window.length", 106_496L);
  }

  @Test
  void givenANetwork_whenPrepared_thenDatagramsStayAsSmallAsAeronHasThem() {
    assertThat(AeronDriver.settings(false, OptionalLong.of(212_992)))
        .doesNotContainKey("aeron.mtu.length")
        .containsKey("aeron.socket.so_rcvbuf");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void givenLinux_whenAsked_thenItTellsAWholeNumberOfBytes() {
    assertThat(AeronDriver.largestBuffer().orElse(1 << 20)).isGreaterThan(4096);
  }

  @Test
  void givenASystemThatDoesNotTell_whenPrepared_thenItsBuffersAreTaken() {
    assertThat(AeronDriver.settings(false, OptionalLong.empty())).isEmpty();
  }
}
