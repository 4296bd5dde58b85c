package io.reparto.protocol.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.PartialElement.PartialFrame;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FrameCodecPropertyTest {
  private static final KryoCodec CODEC = new KryoCodec(Jobs.of(new SampleJob("sample")));

  @Property(tries = 300)
  void givenAnyFrameSize_whenCutAndJoined_thenTheOffersComeBackInOrder(
      @ForAll @IntRange(min = 1, max = 3_000) int frameBytes,
      @ForAll @IntRange(min = 0, max = 400) int firstValues,
      @ForAll @IntRange(min = 0, max = 400) int secondValues) {
    var offers = List.of(KryoCodecTest.offer(1, firstValues), KryoCodecTest.offer(2, secondValues));

    var assembler = new FrameCodec.Assembler(CODEC);
    var joined = new ArrayList<PartialOffer>();
    for (PartialOffer offer : offers) {
      for (PartialElement frame : FrameCodec.frames(offer, CODEC, frameBytes)) {
        assertThat(((PartialFrame) frame).bytes().remaining()).isBetween(1, frameBytes);
        assembler.add(frame).ifPresent(joined::add);
      }
    }

    assertThat(joined.stream().map(FrameCodecPropertyTest::withoutCosts)).isEqualTo(offers);
    assertThat(joined.get(0).costs().encodedBytes()).isGreaterThan(8L * firstValues);
    assertThat(joined)
        .extracting(PartialOffer::costs)
        .allMatch(costs -> costs.encodeNanos() > 0 && costs.decodeNanos() > 0);
  }

  private static PartialOffer withoutCosts(PartialOffer offer) {
    return new PartialOffer(
        offer.job(), offer.offer(), offer.lease(), offer.run(), offer.work(), offer.partial());
  }

  @Property(tries = 200)
  void givenAFrameMissingDoubledOrReordered_whenJoined_thenItIsAnError(
      @ForAll @IntRange(min = 1, max = 60) int frameBytes,
      @ForAll @IntRange(min = 0, max = 1_000) int where,
      @ForAll Damage damage) {
    var frames = new ArrayList<>(FrameCodec.frames(KryoCodecTest.offer(1, 30), CODEC, frameBytes));
    // Not the last: that one's loss shows at the next offer.
    damage.apply(frames, where % (frames.size() - 1));
    frames.addAll(FrameCodec.frames(KryoCodecTest.offer(2, 3), CODEC, frameBytes));

    assertThatThrownBy(() -> joinAll(frames))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("frame out of order: offer=");
  }

  enum Damage {
    MISSING {
      @Override
      void apply(List<PartialElement> frames, int index) {
        frames.remove(index);
      }
    },
    DOUBLED {
      @Override
      void apply(List<PartialElement> frames, int index) {
        frames.add(index, frames.get(index));
      }
    },
    REORDERED {
      @Override
      void apply(List<PartialElement> frames, int index) {
        frames.add(index, frames.remove(index + 1));
      }
    };

    abstract void apply(List<PartialElement> frames, int index);
  }

  @Example
  void givenTheLastFrameMissing_whenTheNextOfferComes_thenItIsAnError() {
    var frames = new ArrayList<>(FrameCodec.frames(KryoCodecTest.offer(1, 30), CODEC, 50));
    frames.remove(frames.size() - 1);
    frames.add(KryoCodecTest.offer(2, 3));

    assertThatThrownBy(() -> joinAll(frames))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("offer=2");
  }

  @Example
  void givenFramesThatDisagreeOnTheirCount_whenJoined_thenItIsAnError() {
    List<PartialElement> frames =
        List.of(
            new PartialFrame(1, 0, 3, ByteBuffer.wrap(new byte[] {1}), 0),
            new PartialFrame(1, 1, 2, ByteBuffer.wrap(new byte[] {1}), 0));

    assertThatThrownBy(() -> joinAll(frames)).isInstanceOf(IllegalStateException.class);
  }

  @Example
  void givenAWholeOffer_whenJoined_thenItPassesByReference() {
    PartialOffer offer = KryoCodecTest.offer(1, 3);

    assertThat(new FrameCodec.Assembler(CODEC).add(offer)).containsSame(offer);
  }

  private static void joinAll(List<? extends PartialElement> frames) {
    var assembler = new FrameCodec.Assembler(CODEC);
    frames.forEach(assembler::add);
  }
}
