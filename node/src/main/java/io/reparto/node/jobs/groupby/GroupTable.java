package io.reparto.node.jobs.groupby;

import io.reparto.protocol.job.InvalidJobException;
import java.util.Arrays;

/**
 * The groups found so far: an open-addressing hash table (linear probing) over cells in one array,
 * group g from cell g × stride on. At most half full, and at most an eighth as long as the slots
 * fit the second-level cache: a key that is not in its first slot costs a mispredicted branch, more
 * than all else about it. Grows by half, never shrinks; takes memory for groups, not for rows. Not
 * thread-safe.
 *
 * <p>A slot is 0 when free, else the hash of the key in its high half and the group's number plus 1
 * in its low half: most mismatches are seen without a look at the cells. Slots can be rebuilt from
 * the cells and are left out of the encoded form.
 */
final class GroupTable {
  private static final int FIRST_GROUPS = 256;

  /** Tables smaller than this are worth copying to keep the big scratch. */
  private static final int SMALL_CELLS = 1 << 16;

  /** Slots that are still in fast cache: up to here most stay free. */
  private static final int CACHED_SLOTS = 1 << 16;

  /** Java arrays end a little before 2^31. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 16;

  private final GroupLayout layout;
  private final int stride;
  private long[] cells;
  private int groups;
  private byte[] arena;
  private int arenaSize;
  private long[] slots;

  /** With more groups than this the slots must grow. */
  private int slotsLimit;

  GroupTable(GroupLayout layout) {
    this(layout, FIRST_GROUPS);
  }

  /**
   * @param expectedGroups room for these without growing
   */
  GroupTable(GroupLayout layout, int expectedGroups) {
    this(layout, new long[layout.stride() * expectedGroups], 0, new byte[0], 0);
  }

  /** A table of {@code groups} groups in {@code cells}, which it takes over. */
  GroupTable(GroupLayout layout, long[] cells, int groups, byte[] arena, int arenaSize) {
    this.layout = layout;
    this.stride = layout.stride();
    this.cells = cells;
    this.groups = groups;
    this.arena = arena;
    this.arenaSize = arenaSize;
  }

  GroupLayout layout() {
    return layout;
  }

  /** How many groups there are. */
  int groups() {
    return groups;
  }

  /** The cells of all groups; longer than they need. */
  long[] cells() {
    return cells;
  }

  /** The bytes of keys too long for their cells. */
  byte[] arena() {
    return arena;
  }

  int arenaSize() {
    return arenaSize;
  }

  /** About how many bytes the groups take. */
  long sizeBytes() {
    return 8L * groups * stride + arenaSize;
  }

  /**
   * Finds or adds the groups of the first {@code count} keys of {@code keys}.
   *
   * @param offsets receives the first cell of each key's group
   */
  void locate(KeyBlock keys, int count, int[] offsets) {
    requireSlots();
    long[] candidates = keys.candidates;
    long[] metas = keys.metas;
    gather(slots, metas, candidates, count);
    long[] words0 = keys.words0;
    long[] words1 = keys.words1;
    long[] known = cells;
    for (int i = 0; i < count; i++) {
      long candidate = candidates[i];
      long meta = metas[i];
      int offset = ((int) candidate - 1) * stride;
      // The highest cell first: one check of bounds serves all three.
      if ((candidate ^ meta) >>> 32 == 0
          && offset >= 0
          && known[offset + GroupLayout.WORD_1] == words1[i]
          && known[offset + GroupLayout.WORD_0] == words0[i]
          && known[offset] == meta) {
        offsets[i] = offset;
      } else {
        offsets[i] = probe(keys, i);
        known = cells;
      }
    }
  }

  /** On its own so that the loads of many rows are under way at once. */
  private static void gather(long[] slots, long[] metas, long[] candidates, int count) {
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      candidates[i] = slots[(int) (metas[i] >>> 32) & mask];
    }
  }

  private int probe(KeyBlock keys, int i) {
    long meta = keys.metas[i];
    int mask = slots.length - 1;
    int slot = (int) (meta >>> 32) & mask;
    while (true) {
      long entry = slots[slot];
      if (entry == 0) {
        return insert(keys, i, slot);
      }
      if ((entry ^ meta) >>> 32 == 0) {
        int offset = ((int) entry - 1) * stride;
        if (isKey(keys, i, offset)) {
          return offset;
        }
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean isKey(KeyBlock keys, int i, int offset) {
    long meta = keys.metas[i];
    if (cells[offset] != meta || cells[offset + GroupLayout.WORD_0] != keys.words0[i]) {
      return false;
    }
    long stored = cells[offset + GroupLayout.WORD_1];
    int length = (int) meta;
    if (length <= GroupLayout.INLINE_BYTES) {
      return stored == keys.words1[i];
    }
    int start = (int) ~keys.words1[i];
    return Arrays.equals(
        arena, (int) stored, (int) stored + length, keys.source(), start, start + length);
  }

  private int insert(KeyBlock keys, int i, int freeSlot) {
    int offset = groups * stride;
    if ((long) offset + stride > cells.length) {
      cells = Arrays.copyOf(cells, grown(cells.length, offset + (long) stride));
    }
    long meta = keys.metas[i];
    int length = (int) meta;
    long word1 = keys.words1[i];
    if (length > GroupLayout.INLINE_BYTES) {
      word1 = keep(keys.source(), (int) ~word1, length);
    }
    cells[offset] = meta;
    cells[offset + GroupLayout.WORD_0] = keys.words0[i];
    cells[offset + GroupLayout.WORD_1] = word1;
    layout.start(cells, offset);
    groups++;
    slots[freeSlot] = entry(meta, groups);
    if (groups > slotsLimit) {
      slots = slotsFor(groups);
    }
    return offset;
  }

  private int keep(byte[] source, int start, int length) {
    int offset = arenaSize;
    if (offset + (long) length > arena.length) {
      arena = Arrays.copyOf(arena, grown(arena.length, offset + (long) length));
    }
    System.arraycopy(source, start, arena, offset, length);
    arenaSize += length;
    return offset;
  }

  private static int grown(int length, long needed) {
    if (needed > LARGEST_ARRAY) {
      throw new InvalidJobException(
          "too many groups for one table: cells or key bytes="
              + needed
              + ", limit="
              + LARGEST_ARRAY
              + "; group by fewer or shorter keys");
    }
    // Not doubled: of what is added to a large table much stays empty, and memory touched for the
    // first time is slow.
    long larger = length + (long) (length >> 1);
    return (int) Math.min(LARGEST_ARRAY, Math.max(needed, Math.max(1024, larger)));
  }

  private static long entry(long meta, int groupPlusOne) {
    return (meta & 0xFFFFFFFF00000000L) | groupPlusOne;
  }

  private void requireSlots() {
    if (slots == null) {
      slots = slotsFor(Math.max(groups, cells.length / stride / 2));
    }
  }

  /** Slots for at least {@code expected} + 1 groups, filled with those that are there. */
  private long[] slotsFor(int expected) {
    long roomy = Math.min(CACHED_SLOTS, Math.max(128, Long.highestOneBit(expected) << 4));
    long capacity = Math.max(roomy, Long.highestOneBit(expected) << 2);
    if (capacity > 1 << 30) {
      throw new InvalidJobException(
          "too many groups for one table: groups=" + groups + "; group by fewer keys");
    }
    slotsLimit = (int) (capacity < CACHED_SLOTS ? capacity >> 3 : capacity >> 1);
    var filled = new long[(int) capacity];
    fill(filled);
    return filled;
  }

  private void fill(long[] target) {
    int mask = target.length - 1;
    int offset = 0;
    for (int group = 1; group <= groups; group++) {
      long meta = cells[offset];
      int slot = (int) (meta >>> 32) & mask;
      while (target[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      target[slot] = entry(meta, group);
      offset += stride;
    }
  }

  /**
   * Merges the tables of two neighbouring runs of tasks; both are consumed. The groups of the
   * smaller go into the larger, but every group's state is still merge(left, right).
   */
  static GroupTable merge(GroupTable left, GroupTable right, KeyBlock keys) {
    if (!left.layout.equals(right.layout)) {
      throw new IllegalArgumentException(
          "tables of different queries: left=" + left.layout + ", right=" + right.layout);
    }
    boolean intoLeft = left.groups >= right.groups;
    GroupTable into = intoLeft ? left : right;
    into.add(intoLeft ? right : left, intoLeft, keys);
    return into;
  }

  private void add(GroupTable other, boolean thisIsLeft, KeyBlock keys) {
    var intoAt = new int[KeyBlock.CAPACITY];
    var fromAt = new int[KeyBlock.CAPACITY];
    for (int first = 0; first < other.groups; first += KeyBlock.CAPACITY) {
      int count = Math.min(KeyBlock.CAPACITY, other.groups - first);
      int firstNew = groups * stride;
      keys.load(other.cells, first * stride, stride, other.arena, count);
      locate(keys, count, intoAt);
      int pairs = 0;
      for (int i = 0; i < count; i++) {
        int target = intoAt[i];
        int origin = (first + i) * stride;
        if (target >= firstNew) { // the identity: its state is the other's
          System.arraycopy(
              other.cells,
              origin + GroupLayout.KEY_CELLS,
              cells,
              target + GroupLayout.KEY_CELLS,
              stride - GroupLayout.KEY_CELLS);
        } else {
          intoAt[pairs] = target;
          fromAt[pairs] = origin;
          pairs++;
        }
      }
      layout.merge(cells, intoAt, other.cells, fromAt, pairs, thisIsLeft);
    }
  }

  /**
   * Hands the groups over. A small table is copied and emptied to be used again; a large one goes
   * as it is, and this one takes new memory for about as many groups.
   */
  GroupTable take() {
    GroupTable taken;
    if (groups * stride <= SMALL_CELLS && arenaSize <= SMALL_CELLS) {
      taken =
          new GroupTable(
              layout,
              Arrays.copyOf(cells, groups * stride),
              groups,
              Arrays.copyOf(arena, arenaSize),
              arenaSize);
      if (slots != null) {
        Arrays.fill(slots, 0);
      }
    } else {
      taken = new GroupTable(layout, cells, groups, arena, arenaSize);
      taken.slots = slots;
      taken.slotsLimit = slotsLimit;
      cells = new long[(int) Math.min(cells.length, (groups + (groups >> 4) + 1L) * stride)];
      arena = new byte[Math.min(arena.length, FIRST_GROUPS)];
      slots = null;
    }
    groups = 0;
    arenaSize = 0;
    return taken;
  }
}
