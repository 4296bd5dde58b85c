package io.reparto.node.jobs.groupby;

import io.reparto.node.input.FieldType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/** The inverse of {@link KeyEncoder}: fills key columns from a table. */
final class KeyDecoder {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] inline = new byte[GroupLayout.INLINE_BYTES];
  private final GroupTable table;
  private final List<KeyColumn> columns;

  KeyDecoder(GroupTable table, List<KeyColumn> columns) {
    this.table = table;
    this.columns = columns;
  }

  void decode() {
    long[] cells = table.cells();
    int stride = table.layout().stride();
    for (int group = 0; group < table.groups(); group++) {
      int offset = group * stride;
      int length = (int) cells[offset + GroupLayout.META];
      long word1 = cells[offset + GroupLayout.WORD_1];
      byte[] source = inline;
      int start = 0;
      if (length <= GroupLayout.INLINE_BYTES) {
        WORD.set(inline, 0, cells[offset + GroupLayout.WORD_0]);
        WORD.set(inline, 8, word1);
      } else {
        source = table.arena();
        start = (int) word1;
      }
      if (columns.size() == 1) {
        put(columns.get(0), group, source, start, length);
      } else {
        decodeSeveral(group, source, start);
      }
    }
  }

  private void decodeSeveral(int group, byte[] source, int start) {
    int at = start;
    for (KeyColumn column : columns) {
      int length = 0;
      int shift = 0;
      int part;
      do {
        part = source[at++];
        length |= (part & 127) << shift;
        shift += 7;
      } while (part < 0);
      put(column, group, source, at, length);
      at += length;
    }
  }

  private static void put(KeyColumn column, int group, byte[] source, int start, int length) {
    if (length == 0) {
      column.putNull(group);
    } else if (column.type() == FieldType.TEXT) {
      column.putText(group, source, start, length);
    } else {
      long bits = source[start + length - 1]; // the sign
      for (int i = length - 2; i >= 0; i--) {
        bits = (bits << 8) | (source[start + i] & 0xFF);
      }
      column.putNumber(group, bits);
    }
  }
}
