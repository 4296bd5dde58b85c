package io.reparto.coordinator.registry;

import akka.Done;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * How a coordinator begins its term: asks most nodes for the last one, writes the next to most
 * nodes, and only then reads what the terms before have written, so that a write of theirs which
 * most nodes have is seen.
 *
 * <p>Where nothing is known of a last term, or most nodes are silent, the term is the time in
 * seconds, if that is greater: workers that outlived every coordinator obey only a greater one.
 */
final class TermClaim {
  static final String HEAD = "head";
  private static final Instant CLOCK_START = Instant.parse("2020-01-01T00:00:00Z");
  private static final int READS_AT_A_TIME = 32;
  private static final int MOST_ROUNDS = 10;

  private final Registers registers;
  private final Clock clock;
  private final Executor executor;
  private final Logger log;

  TermClaim(Registers registers, Clock clock, Executor executor, Logger log) {
    this.registers = registers;
    this.clock = clock;
    this.executor = executor;
    this.log = log;
  }

  /** The key of a slot. */
  static String slotKey(int slot) {
    return "job-" + slot;
  }

  /**
   * What was found.
   *
   * @param slots number of slots ever taken, as far as known
   * @param cells what is in them, by slot; absent where it can't be read
   * @param certain whether most nodes answered everything
   */
  record Claimed(long term, int slots, Map<Integer, Cell> cells, boolean certain) {}

  /**
   * The last term, its slots, and how many nodes had a copy then.
   *
   * @param certain whether most nodes say so
   */
  private record Head(long term, int slots, int copies, boolean certain) {}

  private record Read(int slot, Cell cell, boolean certain) {}

  /**
   * Writes down how many slots there are, before one beyond them counts as written.
   *
   * @param copies nodes with a copy
   */
  CompletionStage<Done> count(long term, int slots, int copies) {
    return registers.writeMajority(HEAD, headCell(term, slots, copies), term);
  }

  /** How many nodes had a copy when this node last heard of it; 0 if never. */
  CompletionStage<Integer> lastCopies() {
    return registers.readLocal(HEAD).thenApply(cell -> head(cell, false).copies());
  }

  private static Cell headCell(long term, int slots, int copies) {
    ByteBuffer content = ByteBuffer.allocate(2 * Integer.BYTES).putInt(slots).putInt(copies);
    return new Cell(term, content.array());
  }

  private static Head head(Cell cell, boolean certain) {
    if (cell.isEmpty()) {
      return new Head(cell.term(), 0, 0, certain);
    }
    ByteBuffer content = ByteBuffer.wrap(cell.content());
    return new Head(cell.term(), content.getInt(), content.getInt(), certain);
  }

  /**
   * Begins a term.
   *
   * @param above a term that the new one must exceed
   * @param copies nodes with a copy
   * @return fails only if this node's own copy does not answer, or is of another version
   */
  CompletionStage<Claimed> begin(long above, int copies) {
    return begin(above, copies, 1);
  }

  private CompletionStage<Claimed> begin(long above, int copies, int round) {
    if (round > MOST_ROUNDS) {
      return CompletableFuture.failedStage(
          new OutdatedTermException(
              "other coordinators keep taking over: rounds=" + MOST_ROUNDS + ", term=" + above));
    }
    return readHead()
        .thenCompose(head -> claim(head, above, copies))
        .thenCompose(this::readSlots)
        .thenCompose(
            claimed -> {
              long newest = claimed.cells().values().stream().mapToLong(Cell::term).max().orElse(0);
              return newest < claimed.term()
                  ? CompletableFuture.completedStage(claimed)
                  : begin(newest, copies, round + 1);
            })
        .exceptionallyCompose(
            failure ->
                cause(failure) instanceof OutdatedTermException && round < MOST_ROUNDS
                    ? begin(above, copies, round + 1)
                    : CompletableFuture.failedStage(cause(failure)));
  }

  /** Asks twice: a node that has just joined ignores who asks until it knows of that one, too. */
  private CompletionStage<Head> readHead() {
    return orElse(
        orElse(registers.readMajority(HEAD), silent -> registers.readMajority(HEAD))
            .thenApply(cell -> head(cell, true)),
        failure -> {
          log.warn("going by what this node knows of the registry: {}", failure.getMessage());
          return registers.readLocal(HEAD).thenApply(cell -> head(cell, false));
        });
  }

  private CompletionStage<Claimed> claim(Head head, long above, int copies) {
    long term = Math.max(head.term(), above) + 1;
    if (!head.certain() || head.term() == 0) {
      term = Math.max(term, clock.instant().getEpochSecond() - CLOCK_START.getEpochSecond());
    }
    if (term > Registers.MOST_TERM) {
      return CompletableFuture.failedStage(
          new IllegalStateException(
              "no term is left: term=" + term + ", most=" + Registers.MOST_TERM));
    }
    var claimed = new Claimed(term, head.slots(), new TreeMap<>(), head.certain());
    Cell cell = headCell(term, head.slots(), copies);
    long newest = term - 1;
    if (!head.certain()) {
      return registers.writeLocal(HEAD, cell, newest).thenApply(done -> claimed);
    }
    return orElse(
        registers.writeMajority(HEAD, cell, newest).thenApply(done -> claimed),
        failure -> {
          log.warn("a new term may not be known to most nodes: {}", failure.getMessage());
          return CompletableFuture.completedStage(
              new Claimed(claimed.term(), claimed.slots(), claimed.cells(), false));
        });
  }

  private CompletionStage<Claimed> readSlots(Claimed claimed) {
    return readSlots(claimed, 0);
  }

  /** Some at a time: each may be as large as a frame. */
  private CompletionStage<Claimed> readSlots(Claimed claimed, int from) {
    if (from >= claimed.slots()) {
      return CompletableFuture.completedStage(claimed);
    }
    int to = Math.min(from + READS_AT_A_TIME, claimed.slots());
    List<CompletableFuture<Read>> reads = new ArrayList<>(to - from);
    for (int slot = from; slot < to; slot++) {
      reads.add(read(slot, claimed.certain()).toCompletableFuture());
    }
    return CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
        .thenComposeAsync(all -> readSlots(with(claimed, reads), to), executor);
  }

  private static Claimed with(Claimed claimed, List<CompletableFuture<Read>> reads) {
    var cells = new TreeMap<>(claimed.cells());
    boolean certain = claimed.certain();
    for (CompletableFuture<Read> one : reads) {
      Read read = one.join(); // done
      certain &= read.certain();
      if (read.cell() != null) {
        cells.put(read.slot(), read.cell());
      }
    }
    return new Claimed(claimed.term(), claimed.slots(), cells, certain);
  }

  private CompletionStage<Read> read(int slot, boolean majority) {
    String key = slotKey(slot);
    if (!majority) {
      return readable(
          registers.readLocal(key).thenApply(cell -> new Read(slot, cell, false)), slot);
    }
    return readable(
        orElse(
            registers.readMajority(key).thenApply(cell -> new Read(slot, cell, true)),
            failure -> {
              log.warn("going by what this node knows of a job: {}", failure.getMessage());
              return registers.readLocal(key).thenApply(cell -> new Read(slot, cell, false));
            }),
        slot);
  }

  private CompletionStage<Read> readable(CompletionStage<Read> read, int slot) {
    return read.exceptionallyCompose(
        failure -> {
          if (cause(failure) instanceof UnreadableException) {
            log.error("leaving alone a job that can't be read: slot={}", slot, cause(failure));
            return CompletableFuture.completedStage(new Read(slot, null, true));
          }
          return CompletableFuture.failedStage(cause(failure));
        });
  }

  /** Another way where most nodes are silent; failures of other kinds stay failures. */
  private static <T> CompletionStage<T> orElse(
      CompletionStage<T> stage, Function<Throwable, CompletionStage<T>> other) {
    return stage.exceptionallyCompose(
        failure ->
            cause(failure) instanceof UnreadableException
                    || cause(failure) instanceof OutdatedTermException
                ? CompletableFuture.failedStage(cause(failure))
                : other.apply(cause(failure)));
  }

  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
