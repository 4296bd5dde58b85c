package io.reparto.protocol.message;

/**
 * What some tasks have cost, in nanoseconds of the clock of the process that spent them; amounts of
 * several processes, or of overlapping times, add up to more than the time that has passed.
 *
 * @param queueNanos in which free slots waited at the coordinator for a lease, the job having been
 *     planned
 * @param handOverNanos in which free slots waited for messages: the rest of the time from asking
 *     for a lease until it began, the plan's way included
 * @param computeNanos in slots, of tasks: also of those that failed, and while a task waits for a
 *     time or a core
 * @param cpuNanos of processor time within the slots; 0 where it is not measured
 * @param mergeNanos in slots, of merging
 * @param encodeNanos of making bytes of partials, at their worker
 * @param transferNanos from a partial's first frame to its last, at the coordinator
 * @param decodeNanos of making partials of bytes, at the coordinator
 * @param encodedBytes of partials; 0 where they pass by reference
 */
public record Costs(
    long queueNanos,
    long handOverNanos,
    long computeNanos,
    long cpuNanos,
    long mergeNanos,
    long encodeNanos,
    long transferNanos,
    long decodeNanos,
    long encodedBytes) {
  public static final Costs NONE = new Costs(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Of a slot. */
  public static Costs ofSlot(long handOver, long compute, long cpu, long merge) {
    return new Costs(0, handOver, compute, cpu, merge, 0, 0, 0, 0);
  }

  /** Of a partial's way to the coordinator. */
  public static Costs ofTransfer(long encode, long transfer, long decode, long bytes) {
    return new Costs(0, 0, 0, 0, 0, encode, transfer, decode, bytes);
  }

  /** Of waiting for a lease. */
  public static Costs ofQueue(long queue) {
    return new Costs(queue, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  public Costs plus(Costs other) {
    return new Costs(
        queueNanos + other.queueNanos,
        handOverNanos + other.handOverNanos,
        computeNanos + other.computeNanos,
        cpuNanos + other.cpuNanos,
        mergeNanos + other.mergeNanos,
        encodeNanos + other.encodeNanos,
        transferNanos + other.transferNanos,
        decodeNanos + other.decodeNanos,
        encodedBytes + other.encodedBytes);
  }
}
