package io.reparto.node.runtime;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree of settings in a file that is quick to read in a process that has just begun: a letter for
 * what a value is, then the value. Loading a parser takes longer than all of this, Jackson's for
 * one, which initialises BigDecimal.
 */
final class KeptSettings {
  private static final char MAP = 'm';
  private static final char LIST = 'l';
  private static final char TEXT = 's';
  private static final char INT = 'i';
  private static final char LONG = 'j';
  private static final char DOUBLE = 'd';
  private static final char BOOLEAN = 'b';
  private static final char NULL = 'n';

  private KeptSettings() {}

  /**
   * Writes settings.
   *
   * @param settings maps with keys of text, lists, texts, numbers, truth values and nulls
   * @throws IllegalArgumentException for a value of another type
   */
  static void write(Path file, Map<String, ?> settings) throws IOException {
    try (var output = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      writeMap(output, settings);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws UncheckedIOException if the file can't be read or isn't whole
   */
  static Map<String, Object> read(Path file) {
    try {
      return readMap(new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file))));
    } catch (IOException e) {
      throw new UncheckedIOException("kept settings can't be read, delete them: file=" + file, e);
    }
  }

  private static void write(DataOutput output, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      output.writeByte(MAP);
      writeMap(output, map);
    } else if (value instanceof List<?> list) {
      output.writeByte(LIST);
      output.writeInt(list.size());
      for (Object element : list) {
        write(output, element);
      }
    } else if (value instanceof String text) {
      output.writeByte(TEXT);
      output.writeUTF(text);
    } else if (value instanceof Integer number) {
      output.writeByte(INT);
      output.writeInt(number);
    } else if (value instanceof Long number) {
      output.writeByte(LONG);
      output.writeLong(number);
    } else if (value instanceof Double number) {
      output.writeByte(DOUBLE);
      output.writeDouble(number);
    } else if (value instanceof Boolean truth) {
      output.writeByte(BOOLEAN);
      output.writeBoolean(truth);
    } else if (value == null) {
      output.writeByte(NULL);
    } else {
      throw new IllegalArgumentException("no setting: type=" + value.getClass());
    }
  }

  private static void writeMap(DataOutput output, Map<?, ?> map) throws IOException {
    output.writeInt(map.size());
    for (Map.Entry<?, ?> member : map.entrySet()) {
      output.writeUTF((String) member.getKey());
      write(output, member.getValue());
    }
  }

  private static Object readValue(DataInput input) throws IOException {
    int type = input.readByte();
    return switch (type) {
      case MAP -> readMap(input);
      case LIST -> readList(input);
      case TEXT -> input.readUTF();
      case INT -> input.readInt();
      case LONG -> input.readLong();
      case DOUBLE -> input.readDouble();
      case BOOLEAN -> input.readBoolean();
      case NULL -> null;
      default -> throw new IOException("no type of value: " + type);
    };
  }

  private static Map<String, Object> readMap(DataInput input) throws IOException {
    int size = input.readInt();
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < size; i++) {
      String key = input.readUTF();
      map.put(key, readValue(input));
    }
    return map;
  }

  private static List<Object> readList(DataInput input) throws IOException {
    int size = input.readInt();
    var list = new ArrayList<Object>();
    for (int i = 0; i < size; i++) {
      list.add(readValue(input));
    }
    return list;
  }
}
