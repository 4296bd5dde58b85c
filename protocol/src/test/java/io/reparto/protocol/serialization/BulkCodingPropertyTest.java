package io.reparto.protocol.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BulkCodingPropertyTest {

  @Property(tries = 300)
  void givenAnyArraysAndBuffers_whenWrittenAndRead_thenItIsAsByKryoItself(
      @ForAll @Size(max = 60) int[] ints,
      @ForAll @Size(max = 60) long[] longs,
      @ForAll @Size(max = 60) double[] doubles,
      @ForAll @IntRange(min = 8, max = 300) int bufferBytes,
      @ForAll @IntRange(min = 0, max = 7) int shift) {
    var plain = new Output(64, -1);
    write(plain, shift, ints, longs, doubles);
    byte[] expected = plain.toBytes();
    var stream = new ByteArrayOutputStream();
    var streamed = new BulkOutput(bufferBytes, bufferBytes);
    streamed.setOutputStream(stream);
    write(streamed, shift, ints, longs, doubles);
    streamed.flush();
    var grown = new BulkOutput(bufferBytes, -1);
    write(grown, shift, ints, longs, doubles);

    assertThat(stream.toByteArray()).isEqualTo(expected);
    assertThat(grown.toBytes()).isEqualTo(expected);
    assertReads(new BulkInput(expected), shift, ints, longs, doubles);
    var input = new BulkInput(bufferBytes);
    input.setInputStream(new ByteArrayInputStream(expected));
    assertReads(input, shift, ints, longs, doubles);
  }

  // Whole arrays and parts of them, at any place of a word.
  private static void write(Output out, int shift, int[] ints, long[] longs, double[] doubles) {
    for (int i = 0; i < shift; i++) {
      out.writeByte(i);
    }
    out.writeInts(ints, 0, ints.length);
    out.writeLongs(longs, 0, longs.length);
    out.writeDoubles(doubles, 0, doubles.length);
    out.writeLongs(longs, longs.length / 3, longs.length - longs.length / 3);
  }

  private static void assertReads(Input in, int shift, int[] ints, long[] longs, double[] doubles) {
    in.skip(shift);
    assertThat(in.readInts(ints.length)).isEqualTo(ints);
    assertThat(in.readLongs(longs.length)).isEqualTo(longs);
    assertThat(in.readDoubles(doubles.length)).isEqualTo(doubles);
    long[] part = Arrays.copyOfRange(longs, longs.length / 3, longs.length);
    assertThat(in.readLongs(part.length)).isEqualTo(part);
    assertThat(in.read()).isEqualTo(-1);
  }

  @Example
  void givenBytesThatEndWithinANumber_whenRead_thenItIsAnError() {
    assertThatThrownBy(() -> new BulkInput(new byte[20]).readLongs(3))
        .isInstanceOf(KryoException.class);
    assertThatThrownBy(() -> new BulkInput(new byte[20]).readDoubles(3))
        .isInstanceOf(KryoException.class);
    assertThatThrownBy(() -> new BulkInput(new byte[10]).readInts(3))
        .isInstanceOf(KryoException.class);
  }
}
