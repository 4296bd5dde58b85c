package io.reparto.protocol.serialization;

import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.PartialElement.PartialFrame;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
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
    var pieces = new Pieces(frameBytes);
    codec.write(offer, pieces);
    List<byte[]> cut = pieces.cut();
    var frames = new ArrayList<PartialElement>(cut.size());
    for (int index = 0; index < cut.size(); index++) {
      frames.add(new PartialFrame(offer.offer(), index, cut.size(), cut.get(index)));
    }
    return frames;
  }

  /** Joins the elements of one stream. Not thread-safe. */
  public static final class Assembler {
    private final KryoCodec codec;
    private final List<byte[]> pieces = new ArrayList<>();
    private long offer;
    private int count;

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
      if (element instanceof PartialOffer whole) {
        if (!pieces.isEmpty()) {
          throw outOfOrder(whole.offer(), 0);
        }
        return Optional.of(whole);
      }
      PartialFrame frame = (PartialFrame) element;
      boolean isFirst = pieces.isEmpty();
      if (frame.index() != pieces.size()
          || (!isFirst && (frame.offer() != offer || frame.count() != count))) {
        throw outOfOrder(frame.offer(), frame.index());
      }
      offer = frame.offer();
      count = frame.count();
      pieces.add(frame.bytes());
      if (pieces.size() < frame.count()) {
        return Optional.empty();
      }
      List<InputStream> streams = new ArrayList<>(pieces.size());
      pieces.forEach(piece -> streams.add(new ByteArrayInputStream(piece)));
      pieces.clear();
      return Optional.of(
          (PartialOffer) codec.read(new SequenceInputStream(Collections.enumeration(streams))));
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

  /**
   * Collects written bytes in pieces, so that a large partial is never copied to grow one array.
   */
  private static final class Pieces extends OutputStream {
    private final int pieceBytes;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] current;
    private int used;

    Pieces(int pieceBytes) {
      this.pieceBytes = pieceBytes;
      this.current = new byte[Math.min(pieceBytes, 512)];
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int from = offset;
      int left = length;
      while (left > 0) {
        if (used == pieceBytes) {
          full.add(current);
          current = new byte[pieceBytes];
          used = 0;
        }
        int count = Math.min(left, pieceBytes - used);
        if (used + count > current.length) {
          current =
              java.util.Arrays.copyOf(
                  current, Math.min(pieceBytes, Math.max(used + count, 2 * current.length)));
        }
        System.arraycopy(bytes, from, current, used, count);
        used += count;
        from += count;
        left -= count;
      }
    }

    List<byte[]> cut() {
      full.add(used == current.length ? current : java.util.Arrays.copyOf(current, used));
      return full;
    }
  }
}
