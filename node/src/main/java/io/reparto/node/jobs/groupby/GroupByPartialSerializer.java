package io.reparto.node.jobs.groupby;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.reparto.node.input.BadRecord;
import io.reparto.node.input.RecordContinuity;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * The encoded form: version, the layout's kinds, the cells in use, the long keys, then the rest.
 * Slots are rebuilt where they are needed. Sizes are only believed as far as bytes arrive.
 */
public final class GroupByPartialSerializer extends Serializer<GroupByPartial> {
  private static final int VERSION = 1;
  private static final int BLOCK = 1 << 13;

  @Override
  public void write(Kryo kryo, Output output, GroupByPartial partial) {
    GroupTable table = partial.table();
    output.writeByte(VERSION);
    output.writeVarInt(table.layout().kinds().size(), true);
    for (AccumulatorKind kind : table.layout().kinds()) {
      output.writeByte(kind.code());
    }
    output.writeVarInt(table.groups(), true);
    output.writeLongs(table.cells(), 0, table.groups() * table.layout().stride());
    output.writeVarInt(table.arenaSize(), true);
    output.writeBytes(table.arena(), 0, table.arenaSize());
    output.writeVarLong(partial.rows(), true);
    output.writeVarLong(partial.skippedRecords(), true);
    output.writeVarInt(partial.firstSkipped().size(), true);
    for (BadRecord bad : partial.firstSkipped()) {
      kryo.writeObject(output, bad);
    }
    kryo.writeObject(output, partial.continuity());
  }

  @Override
  public GroupByPartial read(Kryo kryo, Input input, Class<? extends GroupByPartial> type) {
    int version = input.readByte();
    if (version != VERSION) {
      throw new KryoException(
          "group-by partial of another version: version=" + version + ", expected=" + VERSION);
    }
    var kinds = new ArrayList<AccumulatorKind>();
    for (int left = size(input, "accumulators"); left > 0; left--) {
      kinds.add(AccumulatorKind.ofCode(input.readByte()));
    }
    var layout = new GroupLayout(kinds);
    int groups = size(input, "groups");
    long[] cells = readLongs(input, Math.multiplyExact(groups, layout.stride()));
    int arenaSize = size(input, "arena");
    byte[] arena = readBytes(input, arenaSize);
    long rows = input.readVarLong(true);
    long skipped = input.readVarLong(true);
    var firstSkipped = new ArrayList<BadRecord>();
    for (int left = size(input, "skipped"); left > 0; left--) {
      firstSkipped.add(kryo.readObject(input, BadRecord.class));
    }
    RecordContinuity continuity = kryo.readObject(input, RecordContinuity.class);
    return new GroupByPartial(
        new GroupTable(layout, cells, groups, arena, arenaSize),
        rows,
        skipped,
        firstSkipped,
        continuity);
  }

  private static int size(Input input, String what) {
    int size = input.readVarInt(true);
    if (size < 0) {
      throw new KryoException("negative size in a group-by partial: " + what + "=" + size);
    }
    return size;
  }

  private static long[] readLongs(Input input, int count) {
    var values = new long[Math.min(count, BLOCK)];
    for (int read = 0; read < count; ) {
      if (read == values.length) {
        values = Arrays.copyOf(values, (int) Math.min(count, 2L * values.length));
      }
      int some = Math.min(values.length - read, BLOCK);
      System.arraycopy(input.readLongs(some), 0, values, read, some);
      read += some;
    }
    return values;
  }

  private static byte[] readBytes(Input input, int count) {
    var values = new byte[Math.min(count, BLOCK)];
    for (int read = 0; read < count; ) {
      if (read == values.length) {
        values = Arrays.copyOf(values, (int) Math.min(count, 2L * values.length));
      }
      int end = Math.min(values.length, read + BLOCK);
      input.readBytes(values, read, end - read);
      read = end;
    }
    return values;
  }
}
