package io.reparto.node.race.processes;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A file that processes map into their memory: the counter, and the barrier that starts a round.
 * All words are longs in the machine's byte order, each in a pair of cache lines of its own.
 * Accesses through the handle are atomic also between processes: the kernel shows all of them the
 * same page.
 */
final class MappedCounter implements AutoCloseable {
  /** Of the counter, within the file. */
  static final int COUNT = 0;

  /** How many have arrived, in all rounds together. */
  private static final int ARRIVED = 128;

  /** When the round starts, in nanoseconds of the machine's clock. */
  private static final int STARTS_AT = 256;

  /** The value of {@link #ARRIVED} that the start time belongs to. */
  private static final int COMPLETE = 384;

  private static final int SIZE_BYTES = 4096;
  private static final int SPINS_BEFORE_YIELD = 1_000;
  private static final long AHEAD_NANOS = 2_000_000;
  private static final long BARRIER_TIMEOUT_NANOS = 30_000_000_000L;

  static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final FileChannel channel;
  private final MappedByteBuffer memory;

  private MappedCounter(FileChannel channel, MappedByteBuffer memory) {
    this.channel = channel;
    this.memory = memory;
  }

  /**
   * Maps the file, making it where there is none.
   *
   * @throws IOException if it can't be made, opened or mapped
   */
  static MappedCounter open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE_BYTES);
      memory.order(ByteOrder.nativeOrder());
      return new MappedCounter(channel, memory);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  MappedByteBuffer memory() {
    return memory;
  }

  FileChannel channel() {
    return channel;
  }

  /** The count; plain stores of processes that have told of their end are seen. */
  long count() {
    return (long) LONG.getVolatile(memory, COUNT);
  }

  void reset() {
    LONG.setVolatile(memory, COUNT, 0L);
  }

  /**
   * The target of the last round whose barrier is complete: nobody waits for an arrival any more.
   */
  long complete() {
    return (long) LONG.getVolatile(memory, COMPLETE);
  }

  /**
   * Waits for the others and for the common start time.
   *
   * @param target how many arrivals, in all rounds together, complete this round
   * @return false if the others did not come within half a minute
   */
  @SuppressWarnings("ThreadPriorityCheck") // there may be more that spin than cores
  boolean awaitStart(long target) {
    if ((long) LONG.getAndAdd(memory, ARRIVED, 1L) + 1 == target) {
      LONG.setVolatile(memory, STARTS_AT, clockNanos() + AHEAD_NANOS);
      LONG.setVolatile(memory, COMPLETE, target);
    }
    long begin = System.nanoTime();
    for (int spins = 0; (long) LONG.getVolatile(memory, COMPLETE) < target; spins++) {
      if (spins < SPINS_BEFORE_YIELD) {
        Thread.onSpinWait();
      } else if (System.nanoTime() - begin > BARRIER_TIMEOUT_NANOS) {
        return false;
      } else {
        Thread.yield();
      }
    }
    long startsAt = (long) LONG.getVolatile(memory, STARTS_AT);
    long now = clockNanos();
    // A clock that was set back meanwhile does not keep us.
    while (now < startsAt && now >= startsAt - AHEAD_NANOS) {
      Thread.onSpinWait();
      now = clockNanos();
    }
    return true;
  }

  /**
   * The clock that all processes of a machine have in common. ({@link System#nanoTime} is
   * comparable within one JVM only.)
   */
  static long clockNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** Closes the file; the mapping itself ends with the process, or with its buffer. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
