package io.reparto.coordinator.registry;

import akka.Done;
import akka.actor.NoSerializationVerificationNeeded;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Owns the slots of the registry while the coordinator is on its node: takes over, puts jobs into
 * slots and frees them. Has one state; without a term, until the first takeover, it refuses to
 * write. Spawned by {@link DistributedJobRegistry}; watches nobody.
 */
final class Registrar extends AbstractBehavior<Registrar.Command> {

  sealed interface Command extends NoSerializationVerificationNeeded {}

  /** Begins a term; one after the other. */
  record TakeOver(ActorRef<StatusReply<Begun>> replyTo) implements Command {}

  /** A term has begun, and these are the jobs of those before. */
  record Begun(long term, List<JobRecord> jobs) {}

  record Put(JobRecord job, ActorRef<StatusReply<Done>> replyTo) implements Command {}

  record Remove(JobId job) implements Command {}

  private record Claimed(TermClaim.Claimed claimed, Throwable failure) implements Command {}

  private record Counted(long term, int slots, boolean written) implements Command {}

  private static final int SLOTS_AT_A_TIME = 32;

  private final Registers registers;
  private final TermClaim claim;
  private final RecordCodec codec;
  private final RegistrySettings settings;
  private final int mostRecordBytes;

  private final Deque<TakeOver> takeovers = new ArrayDeque<>();
  private long term;
  private SlotTable table;
  // Slots that the next takeover will read: those that most nodes know of, and those being counted.
  private int counted;
  private int counting;
  private CompletionStage<Done> counts = CompletableFuture.completedStage(Done.getInstance());

  /**
   * @param mostRecordBytes of an encoded job: what is larger would not fit a frame, and nobody
   *     would say so
   */
  static Behavior<Command> create(
      Registers registers,
      TermClaim claim,
      RecordCodec codec,
      RegistrySettings settings,
      int mostRecordBytes) {
    return Behaviors.setup(
        context -> new Registrar(context, registers, claim, codec, settings, mostRecordBytes));
  }

  private Registrar(
      ActorContext<Command> context,
      Registers registers,
      TermClaim claim,
      RecordCodec codec,
      RegistrySettings settings,
      int mostRecordBytes) {
    super(context);
    this.registers = registers;
    this.claim = claim;
    this.codec = codec;
    this.settings = settings;
    this.mostRecordBytes = mostRecordBytes;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(TakeOver.class, this::onTakeOver)
        .onMessage(Claimed.class, this::onClaimed)
        .onMessage(Put.class, this::onPut)
        .onMessage(Remove.class, this::onRemove)
        .onMessage(Counted.class, this::onCounted)
        .build();
  }

  private Behavior<Command> onTakeOver(TakeOver message) {
    takeovers.add(message);
    if (takeovers.size() == 1) {
      beginTerm();
    }
    return this;
  }

  private void beginTerm() {
    getContext().pipeToSelf(claim.begin(term), Claimed::new);
  }

  private Behavior<Command> onClaimed(Claimed message) {
    ActorRef<StatusReply<Begun>> replyTo = takeovers.remove().replyTo();
    if (message.claimed() == null) {
      replyTo.tell(StatusReply.error(TermClaim.cause(message.failure())));
    } else {
      replyTo.tell(StatusReply.success(begun(message.claimed())));
    }
    if (!takeovers.isEmpty()) {
      beginTerm();
    }
    return this;
  }

  private Begun begun(TermClaim.Claimed claimed) {
    term = claimed.term();
    table = new SlotTable(settings.endedJobs());
    counting = claimed.slots();
    counted = claimed.certain() ? claimed.slots() : 0;
    Map<JobId, JobRecord> jobs = new HashMap<>();
    Map<JobId, Integer> slots = new HashMap<>();
    for (int slot = 0; slot < claimed.slots(); slot++) {
      restore(slot, claimed.cells(), jobs, slots);
    }
    slots.forEach(table::put);
    jobs.values().stream()
        .filter(JobRecord.Ended.class::isInstance)
        .sorted(Comparator.comparing(JobRecord::submitted))
        .map(JobRecord::job)
        .flatMap(job -> table.end(job).stream())
        .toList()
        .forEach(
            job -> {
              jobs.remove(job);
              forget(job);
            });
    getContext()
        .getLog()
        .info(
            "registry taken over: term={}, jobs={}, slots={}, certain={}",
            term,
            jobs.size(),
            claimed.slots(),
            claimed.certain());
    return new Begun(term, new ArrayList<>(jobs.values()));
  }

  /**
   * Notes what is in a slot. The same job may be in two, if a coordinator took over without the
   * answers of most nodes: then the newer counts.
   */
  private void restore(
      int slot, Map<Integer, Cell> cells, Map<JobId, JobRecord> jobs, Map<JobId, Integer> slots) {
    Cell cell = cells.get(slot);
    if (cell != null && cell.isEmpty()) {
      return;
    }
    JobRecord job = cell == null ? null : decode(slot, cell);
    if (job == null) {
      table.reserve(slot);
      return;
    }
    Integer other = slots.get(job.job());
    if (other != null && cells.get(other).term() > cell.term()) {
      erase(slot);
      return;
    }
    if (other != null) {
      erase(other);
    }
    jobs.put(job.job(), job);
    slots.put(job.job(), slot);
  }

  private JobRecord decode(int slot, Cell cell) {
    try {
      return codec.decode(cell.content());
    } catch (UnreadableException e) {
      getContext().getLog().error("leaving alone a job that can't be read: slot={}", slot, e);
      return null;
    }
  }

  private Behavior<Command> onPut(Put message) {
    if (table == null || !takeovers.isEmpty()) {
      message
          .replyTo()
          .tell(StatusReply.error(new IllegalStateException("no term has begun: take over first")));
      return this;
    }
    JobRecord job = bounded(message.job());
    byte[] content = codec.encode(job);
    if (content.length > mostRecordBytes) {
      message.replyTo().tell(StatusReply.error(tooLarge(job, content.length)));
      return this;
    }
    int slot = table.place(job.job());
    CompletionStage<Done> written =
        registers.writeMajority(TermClaim.slotKey(slot), new Cell(term, content), term);
    CompletionStage<Done> done = written.thenCombine(count(slot), (one, other) -> one);
    if (job instanceof JobRecord.Ended) {
      table.end(job.job()).forEach(this::forget);
    }
    ActorRef<StatusReply<Done>> replyTo = message.replyTo();
    done.whenComplete(
        (result, failure) ->
            replyTo.tell(
                failure == null ? StatusReply.ack() : StatusReply.error(TermClaim.cause(failure))));
    return this;
  }

  private JobRecord bounded(JobRecord job) {
    return job instanceof JobRecord.Ended ended && ended.result().length > settings.resultBytes()
        ? new JobRecord.Ended(ended.status(), new byte[0])
        : job;
  }

  private IllegalArgumentException tooLarge(JobRecord job, int sizeBytes) {
    return new IllegalArgumentException(
        "job is too large for the registry: job="
            + job.job()
            + ", sizeBytes="
            + sizeBytes
            + ", mostBytes="
            + mostRecordBytes
            + "; give long arguments in a file");
  }

  /** Completes when most nodes know that there is such a slot. */
  private CompletionStage<Done> count(int slot) {
    if (slot < counted) {
      return CompletableFuture.completedStage(Done.getInstance());
    }
    if (slot >= counting || counts.toCompletableFuture().isCompletedExceptionally()) {
      counting = Math.max(counting, (slot / SLOTS_AT_A_TIME + 1) * SLOTS_AT_A_TIME);
      counts = claim.count(term, counting);
      long inTerm = term;
      int slots = counting;
      getContext()
          .pipeToSelf(counts, (done, failure) -> new Counted(inTerm, slots, failure == null));
    }
    return counts;
  }

  private Behavior<Command> onCounted(Counted message) {
    if (message.term() == term && message.written()) {
      counted = Math.max(counted, message.slots());
    }
    return this;
  }

  private Behavior<Command> onRemove(Remove message) {
    if (table != null && takeovers.isEmpty()) {
      forget(message.job());
    }
    return this;
  }

  private void forget(JobId job) {
    OptionalInt slot = table.free(job);
    if (slot.isPresent()) {
      erase(slot.getAsInt());
    }
  }

  private void erase(int slot) {
    String key = TermClaim.slotKey(slot);
    registers
        .writeMajority(key, Cell.empty(term), term)
        .exceptionally(
            failure -> {
              // The next coordinator may find the job once more, and forget it once more.
              return Done.getInstance();
            });
  }
}
