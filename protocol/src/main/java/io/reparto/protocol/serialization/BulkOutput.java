package io.reparto.protocol.serialization;

import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Kryo's output with arrays of numbers copied many at a time instead of byte by byte, which is a
 * multiple faster before the JIT has seen it, too. Writes the same bytes. Not thread-safe.
 */
final class BulkOutput extends Output {
  /**
   * @param bufferBytes at first
   * @param mostBytes up to which the buffer grows where no stream takes what it holds; -1 for no
   *     limit
   */
  BulkOutput(int bufferBytes, int mostBytes) {
    super(bufferBytes, mostBytes);
  }

  @Override
  public void writeInts(int[] array, int offset, int count) {
    for (int done = 0; done < count; ) {
      require(Integer.BYTES);
      int some = Math.min(count - done, (capacity - position) / Integer.BYTES);
      free().asIntBuffer().put(array, offset + done, some);
      position += some * Integer.BYTES;
      done += some;
    }
  }

  @Override
  public void writeLongs(long[] array, int offset, int count) {
    for (int done = 0; done < count; ) {
      require(Long.BYTES);
      int some = Math.min(count - done, (capacity - position) / Long.BYTES);
      free().asLongBuffer().put(array, offset + done, some);
      position += some * Long.BYTES;
      done += some;
    }
  }

  @Override
  public void writeDoubles(double[] array, int offset, int count) {
    for (int done = 0; done < count; ) {
      require(Double.BYTES);
      int some = Math.min(count - done, (capacity - position) / Double.BYTES);
      free().asDoubleBuffer().put(array, offset + done, some);
      position += some * Double.BYTES;
      done += some;
    }
  }

  private ByteBuffer free() {
    return ByteBuffer.wrap(buffer, position, capacity - position).order(ByteOrder.LITTLE_ENDIAN);
  }
}
