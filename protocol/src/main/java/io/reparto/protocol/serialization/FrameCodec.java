package io.reparto.protocol.serialization;

import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.PartialElement.PartialFrame;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts encoded partials into frames and joins them again. */
public final class FrameCodec {
  private FrameCodec() {}

  /**
   * The frames of an offer.
   *
   * @param frameBytes most bytes in one frame, at least 1
   */
  public static List<PartialElement> frames(PartialOffer offer, KryoCodec codec, int frameBytes) {
    long begin = System.nanoTime();
    List<byte[]> cut = Parts.cut(offer, codec, frameBytes);
    long nanos = System.nanoTime() - begin;
    var frames = new ArrayList<PartialElement>(cut.size());
    for (int index = 0; index < cut.size(); index++) {
      frames.add(
          new PartialFrame(
              offer.offer(), index, cut.size(), ByteBuffer.wrap(cut.get(index)), nanos));
    }
    return frames;
  }

  /**
   * Joins the elements of one stream; offers joined of frames know what that has cost. Not
   * thread-safe.
   */
  public static final class Assembler {
    private final KryoCodec codec;
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private long offer;
    private int count;
    private long firstNanos;

    public Assembler(KryoCodec codec) {
      this.codec = codec;
    }

    /**
     * Takes the next element.
     *
     * @return the offer that it completes, if it does
     * @throws IllegalStateException if it is not the frame that must come next: the stream is
     *     broken
     */
    public Optional<PartialOffer> add(PartialElement element) {
      if (element instanceof PartialOffer complete) {
        if (!pieces.isEmpty()) {
          throw outOfOrder(complete.offer(), 0);
        }
        return Optional.of(complete);
      }
      PartialFrame frame = (PartialFrame) element;
      boolean isFirst = pieces.isEmpty();
      if (frame.index() != pieces.size()
          || (!isFirst && (frame.offer() != offer || frame.count() != count))) {
        throw outOfOrder(frame.offer(), frame.index());
      }
      if (isFirst) {
        firstNanos = System.nanoTime();
      }
      offer = frame.offer();
      count = frame.count();
      pieces.add(frame.bytes());
      if (pieces.size() < frame.count()) {
        return Optional.empty();
      }
      List<ByteBuffer> whole = List.copyOf(pieces);
      pieces.clear();
      return Optional.of(join(whole, frame.encodeNanos()));
    }

    private PartialOffer join(List<ByteBuffer> whole, long encodeNanos) {
      long begin = System.nanoTime();
      var joined = (PartialOffer) Parts.joinBuffers(whole, codec);
      long end = System.nanoTime();
      return joined.costing(
          Costs.ofTransfer(
              encodeNanos,
              begin - firstNanos,
              end - begin,
              whole.stream().mapToLong(ByteBuffer::remaining).sum()));
    }

    private IllegalStateException outOfOrder(long givenOffer, int givenIndex) {
      return new IllegalStateException(
          "frame out of order: offer="
              + givenOffer
              + ", index="
              + givenIndex
              + ", expectedOffer="
              + offer
              + ", expectedIndex="
              + pieces.size());
    }
  }
}
