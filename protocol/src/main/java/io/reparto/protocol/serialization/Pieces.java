package io.reparto.protocol.serialization;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects written bytes in pieces, so that a large partial is never copied to grow one array. */
final class Pieces extends OutputStream {
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
            Arrays.copyOf(
                current, Math.min(pieceBytes, Math.max(used + count, 2 * current.length)));
      }
      System.arraycopy(bytes, from, current, used, count);
      used += count;
      from += count;
      left -= count;
    }
  }

  List<byte[]> cut() {
    full.add(used == current.length ? current : Arrays.copyOf(current, used));
    return full;
  }
}
