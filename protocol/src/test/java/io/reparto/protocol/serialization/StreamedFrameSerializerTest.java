package io.reparto.protocol.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.stream.impl.streamref.StreamRefsProtocol.CumulativeDemand;
import akka.stream.impl.streamref.StreamRefsProtocol.SequencedOnNext;
import akka.testkit.javadsl.TestKit;
import io.reparto.protocol.message.PartialElement.PartialFrame;
import java.io.NotSerializableException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedFrameSerializerTest {
  private static ActorSystem system;
  private static StreamedFrameSerializer serializer;

  @BeforeAll
  static void startTheSystem() {
    system = ActorSystem.create("frames");
    serializer = new StreamedFrameSerializer((ExtendedActorSystem) system);
  }

  @AfterAll
  static void stopTheSystem() {
    TestKit.shutdownActorSystem(system);
  }

  @Test
  void givenElementsOfAStream_whenAkkaLooksForTheirSerializer_thenItIsThisOneForThemAlone() {
    Serialization serialization = SerializationExtension.get(system);

    assertThat(serialization.findSerializerFor(new SequencedOnNext<>(1, frame(2))))
        .isInstanceOf(StreamedFrameSerializer.class);
    assertThat(serialization.findSerializerFor(new CumulativeDemand(1)))
        .isNotInstanceOf(StreamedFrameSerializer.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
  void givenAFrame_whenWrittenIntoABufferAndRead_thenItIsTheSame(String order) throws Exception {
    var element = new SequencedOnNext<>(7, frame(3));
    ByteBuffer buffer = ByteBuffer.allocate(100);
    buffer.order(order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    ByteOrder given = buffer.order();
    buffer.putInt(42); // Artery's head

    serializer.toBinary(element, buffer);
    buffer.flip();
    buffer.getInt();
    var read = serializer.fromBinary(buffer, serializer.manifest(element));

    assertThat(read).isEqualTo(element);
    assertThat(buffer.order()).isEqualTo(given);
    assertThat(buffer.hasRemaining()).isFalse();
    assertThat(serializer.fromBinary(serializer.toBinary(element), serializer.manifest(element)))
        .isEqualTo(element);
  }

  @Test
  void givenAFrameThatWasRead_whenItsBufferIsUsedAgain_thenTheFrameStays() throws Exception {
    var element = new SequencedOnNext<>(7, frame(3));
    ByteBuffer buffer = ByteBuffer.wrap(serializer.toBinary(element));

    var read = serializer.fromBinary(buffer, serializer.manifest(element));
    Arrays.fill(buffer.array(), (byte) 99);

    assertThat(read).isEqualTo(element);
  }

  @Test
  void givenAFrameCutShort_whenRead_thenItIsAnError() {
    var element = new SequencedOnNext<>(7, frame(0));
    byte[] bytes = serializer.toBinary(element);

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> serializer.fromBinary(cut, serializer.manifest(element)))
          .isInstanceOf(NotSerializableException.class)
          .hasMessageContaining("bytes=" + length);
    }
  }

  @Test
  void givenAFrameBeyondItsCount_whenRead_thenItIsAnError() {
    var frame = new PartialFrame(5, 3, 3, ByteBuffer.allocate(1), 9);
    var element = new SequencedOnNext<>(7, frame);
    byte[] bytes = serializer.toBinary(element);

    assertThatThrownBy(() -> serializer.fromBinary(bytes, serializer.manifest(element)))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("index=3, count=3");
  }

  @Test
  void givenABufferTooSmall_whenWritten_thenItOverflowsAsArteryExpects() {
    var element = new SequencedOnNext<>(7, frame(30));

    assertThatThrownBy(() -> serializer.toBinary(element, ByteBuffer.allocate(40)))
        .isInstanceOf(BufferOverflowException.class);
  }

  @Test
  void givenAnElementThatIsNoFrame_whenWrittenAndRead_thenAkkasOwnSerializerDoes()
      throws Exception {
    var element = new SequencedOnNext<>(7, "text");
    String manifest = serializer.manifest(element);
    ByteBuffer buffer = ByteBuffer.allocate(100);

    serializer.toBinary(element, buffer);
    buffer.flip();

    assertThat(serializer.fromBinary(buffer, manifest)).isEqualTo(element);
    assertThat(serializer.fromBinary(serializer.toBinary(element), manifest)).isEqualTo(element);
  }

  private static PartialFrame frame(int length) {
    var array = new byte[length + 2];
    for (int i = 0; i < array.length; i++) {
      array[i] = (byte) (i - 1);
    }
    return new PartialFrame(5, 1, 3, ByteBuffer.wrap(array, 1, length).slice(), 9);
  }
}
