package io.reparto.protocol.serialization;

import com.esotericsoftware.kryo.io.Input;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads what {@link BulkOutput} writes, many numbers at a time as well. Not thread-safe. */
final class BulkInput extends Input {
  /** Of a stream that is set later. */
  BulkInput(int bufferBytes) {
    super(bufferBytes);
  }

  /** Of an array, which is not copied. */
  BulkInput(byte[] bytes) {
    super(bytes);
  }

  @Override
  public int[] readInts(int length) {
    var array = new int[length];
    for (int done = 0; done < length; ) {
      require(Integer.BYTES);
      int some = Math.min(length - done, (limit - position) / Integer.BYTES);
      rest().asIntBuffer().get(array, done, some);
      position += some * Integer.BYTES;
      done += some;
    }
    return array;
  }

  @Override
  public long[] readLongs(int length) {
    var array = new long[length];
    for (int done = 0; done < length; ) {
      require(Long.BYTES);
      int some = Math.min(length - done, (limit - position) / Long.BYTES);
      rest().asLongBuffer().get(array, done, some);
      position += some * Long.BYTES;
      done += some;
    }
    return array;
  }

  @Override
  public double[] readDoubles(int length) {
    var array = new double[length];
    for (int done = 0; done < length; ) {
      require(Double.BYTES);
      int some = Math.min(length - done, (limit - position) / Double.BYTES);
      rest().asDoubleBuffer().get(array, done, some);
      position += some * Double.BYTES;
      done += some;
    }
    return array;
  }

  private ByteBuffer rest() {
    return ByteBuffer.wrap(buffer, position, limit - position).order(ByteOrder.LITTLE_ENDIAN);
  }
}
