package io.reparto.coordinator.registry;

import akka.Done;
import akka.actor.NoSerializationVerificationNeeded;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.AskTimeoutException;
import akka.pattern.StatusReply;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Owns the slots of the registry while the coordinator is on its node: takes over, puts jobs into
 * slots and frees them. Has one state; without a term, until the first takeover and after that of
 * another node, it refuses to write. Spawned by {@link DistributedJobRegistry}; watches nobody.
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

  private record Attended(int copies) implements Command {}

  private record HeadChanged(long newest) implements Command {}

  private static final int SLOTS_AT_A_TIME = 32;

  private final Registers registers;
  private final TermClaim claim;
  private final RecordCodec codec;
  private final RegistrySettings settings;
  private final int mostRecordBytes;
  private final ActorRef<Attendance.Command> attendance;

  private final Deque<TakeOver> takeovers = new ArrayDeque<>();
  private long term;
  private long newest;
  private SlotTable table;
  private int copies;
  // Slots there are; those that most nodes know of, with this term; and those being made known.
  private int slots;
  private int counted;
  private int counting;
  private CompletionStage<Done> counts = done();

  /**
   * @param coordinatorRole of the nodes with a copy
   * @param mostRecordBytes of an encoded job: what is larger would not fit a frame, and nobody
   *     would say so
   */
  static Behavior<Command> create(
      Registers registers,
      TermClaim claim,
      RecordCodec codec,
      RegistrySettings settings,
      String coordinatorRole,
      int mostRecordBytes) {
    return Behaviors.setup(
        context ->
            new Registrar(
                context, registers, claim, codec, settings, coordinatorRole, mostRecordBytes));
  }

  private Registrar(
      ActorContext<Command> context,
      Registers registers,
      TermClaim claim,
      RecordCodec codec,
      RegistrySettings settings,
      String coordinatorRole,
      int mostRecordBytes) {
    super(context);
    this.registers = registers;
    this.claim = claim;
    this.codec = codec;
    this.settings = settings;
    this.mostRecordBytes = mostRecordBytes;
    ActorRef<Command> self = context.getSelf();
    attendance =
        context.spawn(
            Attendance.create(coordinatorRole, present -> self.tell(new Attended(present))),
            "attendance");
    registers.watch(TermClaim.HEAD, cell -> self.tell(new HeadChanged(cell.term())), context);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(TakeOver.class, this::onTakeOver)
        .onMessage(Claimed.class, this::onClaimed)
        .onMessage(Put.class, this::onPut)
        .onMessage(Remove.class, this::onRemove)
        .onMessage(Counted.class, this::onCounted)
        .onMessage(Attended.class, this::onAttended)
        .onMessage(HeadChanged.class, this::onHeadChanged)
        .build();
  }

  private static CompletionStage<Done> done() {
    return CompletableFuture.completedStage(Done.getInstance());
  }

  private Behavior<Command> onTakeOver(TakeOver message) {
    takeovers.add(message);
    if (takeovers.size() == 1) {
      beginTerm();
    }
    return this;
  }

  private void beginTerm() {
    long above = Math.max(term, newest);
    getContext()
        .pipeToSelf(reunited().thenCompose(present -> claim.begin(above, present)), Claimed::new);
  }

  /** How many nodes have a copy, once there are as many as there were last. */
  private CompletionStage<Integer> reunited() {
    CompletionStage<Integer> enough =
        settings.durable() ? claim.lastCopies() : CompletableFuture.completedStage(0);
    var system = getContext().getSystem();
    return enough.thenCompose(
        count ->
            AskPattern.ask(
                attendance,
                replyTo -> new Attendance.Await(count, settings.reunion(), replyTo),
                settings.reunion().plus(settings.timeout()),
                system.scheduler()));
  }

  private Behavior<Command> onClaimed(Claimed message) {
    ActorRef<StatusReply<Begun>> replyTo = takeovers.remove().replyTo();
    if (message.claimed() == null) {
      replyTo.tell(StatusReply.error(explained(TermClaim.cause(message.failure()))));
    } else {
      replyTo.tell(StatusReply.success(begun(message.claimed())));
    }
    if (!takeovers.isEmpty()) {
      beginTerm();
    }
    return this;
  }

  private static Throwable explained(Throwable failure) {
    return failure instanceof AskTimeoutException
        ? new IllegalStateException(
            "this node's copy of the registry doesn't answer; its log may say why", failure)
        : failure;
  }

  private Begun begun(TermClaim.Claimed claimed) {
    term = claimed.term();
    table = new SlotTable(settings.endedJobs());
    slots = claimed.slots();
    counted = claimed.certain() ? slots : 0;
    counting = counted;
    counts = done();
    var inventory = new Inventory(codec, getContext().getLog(), claimed);
    inventory.fill(table).forEach(this::erase);
    List<JobRecord> jobs = inventory.jobs();
    getContext()
        .getLog()
        .info(
            "registry taken over: term={}, jobs={}, slots={}, certain={}",
            term,
            jobs.size(),
            slots,
            claimed.certain());
    return new Begun(term, jobs);
  }

  /** Another node has taken over; what is written here from now on might never be found. */
  private Behavior<Command> onHeadChanged(HeadChanged message) {
    newest = Math.max(newest, message.newest());
    if (newest > term && table != null && takeovers.isEmpty()) {
      getContext().getLog().info("registry is another node's now: term={}, newer={}", term, newest);
      table = null;
    }
    return this;
  }

  private Behavior<Command> onPut(Put message) {
    ActorRef<StatusReply<Done>> replyTo = message.replyTo();
    if (table == null || !takeovers.isEmpty()) {
      replyTo.tell(StatusReply.error(noTerm()));
      return this;
    }
    JobRecord job = bounded(message.job());
    byte[] content = codec.encode(job);
    if (content.length > mostRecordBytes) {
      replyTo.tell(StatusReply.error(tooLarge(job, content.length)));
      return this;
    }
    int slot = table.place(job.job());
    registers
        .writeMajority(TermClaim.slotKey(slot), new Cell(term, content), term)
        .thenCombine(count(slot), (one, other) -> one)
        .whenComplete(
            (result, failure) ->
                replyTo.tell(
                    failure == null
                        ? StatusReply.ack()
                        : StatusReply.error(TermClaim.cause(failure))));
    if (job instanceof JobRecord.Ended) {
      table.end(job.job()).forEach(this::forget);
    }
    return this;
  }

  private RuntimeException noTerm() {
    return newest > term && term > 0
        ? new OutdatedTermException(
            "a newer coordinator has taken over: term=" + term + ", newer=" + newest)
        : new IllegalStateException("no term has begun: take over first");
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

  /** Completes when most nodes know that there is such a slot: the next takeover will read it. */
  private CompletionStage<Done> count(int slot) {
    if (slot < counted) {
      return done();
    }
    if (slot >= counting || counts.toCompletableFuture().isCompletedExceptionally()) {
      slots = Math.max(slots, (slot / SLOTS_AT_A_TIME + 1) * SLOTS_AT_A_TIME);
      counting = slots;
      counts = claim.count(term, slots, copies);
      long inTerm = term;
      int written = slots;
      getContext()
          .pipeToSelf(counts, (done, failure) -> new Counted(inTerm, written, failure == null));
    }
    return counts;
  }

  private Behavior<Command> onCounted(Counted message) {
    if (message.term() == term && message.written()) {
      counted = Math.max(counted, message.slots());
    }
    return this;
  }

  /** A cluster started anew waits for as many as there are now. */
  private Behavior<Command> onAttended(Attended message) {
    copies = message.copies();
    if (settings.durable() && table != null && takeovers.isEmpty()) {
      claim.count(term, slots, copies); // else the next count says so
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
    table.free(job).ifPresent(this::erase);
  }

  /** If it fails, the next coordinator finds the job once more, and forgets it once more. */
  private void erase(int slot) {
    registers.writeMajority(TermClaim.slotKey(slot), Cell.empty(term), term);
  }
}
