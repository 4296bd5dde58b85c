import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast can a program be that can do nothing else? It takes {@code name;-12.3} lines with one
 * decimal, ended by a line feed, some thousand names at most, and checks nothing: eight bytes at a
 * time, as the programs of the One Billion Row Challenge do (2024). Files of less than 2 GiB.
 */
class SinglePurpose {
  private static final int CHUNK = 4 << 20;
  private static final int TAIL = 4096;
  private static final int SLOTS = 1 << 16;
  private static final long EACH_BYTE = 0x0101010101010101L;

  /** Sums in tenths. */
  private static final class Table {
    final long[] first = new long[SLOTS];
    final long[] second = new long[SLOTS];
    final int[] at = new int[SLOTS];
    final int[] length = new int[SLOTS];
    final int[] count = new int[SLOTS];
    final long[] sum = new long[SLOTS];
    final int[] min = new int[SLOTS];
    final int[] max = new int[SLOTS];
  }

  public static void main(String[] args) throws Exception {
    try (FileChannel channel = FileChannel.open(Path.of(args[0]))) {
      ByteBuffer file = words(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
      var cursor = new AtomicInteger();
      var tables = new ArrayList<Table>();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        var table = new Table();
        tables.add(table);
        threads.add(new Thread(() -> scan(file, cursor, table)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      print(file, tables);
    }
  }

  private static ByteBuffer words(ByteBuffer bytes) {
    return bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void scan(ByteBuffer file, AtomicInteger cursor, Table table) {
    int size = file.capacity();
    // Words are read beyond a line's end, so the last lines are scanned in a copy with room.
    int safe = lineBegin(file, Math.max(0, size - TAIL));
    while (true) {
      int chunk = cursor.getAndAdd(CHUNK);
      if (chunk < 0 || chunk >= size) {
        return;
      }
      int begin = lineBegin(file, chunk);
      int end = lineBegin(file, (int) Math.min(size, (long) chunk + CHUNK));
      scan(file, file, begin, Math.min(end, safe), 0, table);
      if (end > safe && begin < end) {
        int from = Math.max(begin, safe);
        ByteBuffer tail = words(ByteBuffer.allocate(end - from + Long.BYTES * 4));
        tail.put(0, file, from, end - from);
        scan(file, tail, 0, end - from, from, table);
      }
    }
  }

  /** The first line that begins at a place or after it. */
  private static int lineBegin(ByteBuffer file, int place) {
    int at = place;
    while (at > 0 && at < file.capacity() && file.get(at - 1) != '\n') {
      at++;
    }
    return at;
  }

  /** Lines of the file or of a copy of its part at an offset. */
  private static void scan(
      ByteBuffer file, ByteBuffer lines, int begin, int end, int offset, Table table) {
    int at = begin;
    while (at < end) {
      int start = at;
      long first = lines.getLong(at);
      long found = semicolons(first);
      long second = 0;
      long hash;
      if (found != 0) {
        first &= below(found);
        hash = first;
        at += Long.numberOfTrailingZeros(found) >>> 3;
      } else {
        second = lines.getLong(at + 8);
        found = semicolons(second);
        at += 8;
        long word = second;
        while (found == 0) {
          at += 8;
          word = lines.getLong(at);
          found = semicolons(word);
        }
        long masked = word & below(found);
        second = at == start + 8 ? masked : second;
        hash = first ^ Long.rotateLeft(second, 21) ^ Long.rotateLeft(masked, 42);
        at += Long.numberOfTrailingZeros(found) >>> 3;
      }
      int length = at - start;
      long number = lines.getLong(at + 1);
      int minus = ((int) number >>> 4 & 1) ^ 1; // '-' has not the bit that digits have
      number >>>= minus << 3;
      int oneDigit = ((int) (number >>> 12) & 1) ^ 1; // nor has '.'
      number <<= oneDigit << 3;
      int tenths =
          (int) (number & 15) * 100 + (int) (number >>> 8 & 15) * 10 + (int) (number >>> 24 & 15);
      tenths = (tenths ^ -minus) + minus;
      at += 6 + minus - oneDigit;

      hash *= 0x9E3779B97F4A7C15L;
      int slot = (int) (hash >>> 48);
      while (table.first[slot] != first
          || table.second[slot] != second
          || table.length[slot] != length
          || (length > 16 && !same(file, table.at[slot], lines, start, length))) {
        if (table.count[slot] == 0) {
          table.first[slot] = first;
          table.second[slot] = second;
          table.length[slot] = length;
          table.at[slot] = offset + start;
          table.min[slot] = Integer.MAX_VALUE;
          table.max[slot] = Integer.MIN_VALUE;
          break;
        }
        slot = slot + 1 & SLOTS - 1;
      }
      table.count[slot]++;
      table.sum[slot] += tenths;
      table.min[slot] = Math.min(table.min[slot], tenths);
      table.max[slot] = Math.max(table.max[slot], tenths);
    }
  }

  /** The high bit of the first byte that is a semicolon; bits above it mean nothing. */
  private static long semicolons(long word) {
    long zeroed = word ^ ';' * EACH_BYTE;
    return zeroed - EACH_BYTE & ~zeroed & 0x80 * EACH_BYTE;
  }

  /** The bytes before the one that was found. */
  private static long below(long found) {
    return ((found & -found) >>> 7) - 1;
  }

  private static boolean same(
      ByteBuffer file, int known, ByteBuffer lines, int start, int length) {
    return file.slice(known, length).equals(lines.slice(start, length));
  }

  private static void print(ByteBuffer file, Iterable<Table> tables) {
    var groups = new TreeMap<String, long[]>();
    for (Table table : tables) {
      for (int slot = 0; slot < SLOTS; slot++) {
        if (table.count[slot] > 0) {
          ByteBuffer name = file.slice(table.at[slot], table.length[slot]);
          long[] one = {table.count[slot], table.sum[slot], table.min[slot], table.max[slot]};
          groups.merge(StandardCharsets.UTF_8.decode(name).toString(), one, SinglePurpose::merge);
        }
      }
    }
    var out = new StringBuilder("station,min,mean,max\n");
    groups.forEach(
        (name, sums) ->
            out.append(name.contains(",") ? '"' + name + '"' : name)
                .append(',')
                .append(sums[2] / 10.0)
                .append(',')
                .append(sums[1] / 10.0 / sums[0])
                .append(',')
                .append(sums[3] / 10.0)
                .append('\n'));
    System.out.print(out);
  }

  private static long[] merge(long[] a, long[] b) {
    return new long[] {a[0] + b[0], a[1] + b[1], Math.min(a[2], b[2]), Math.max(a[3], b[3])};
  }
}
