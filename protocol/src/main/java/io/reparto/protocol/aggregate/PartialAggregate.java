package io.reparto.protocol.aggregate;

/**
 * The mergeable summary of an aligned run of tasks. Owned by one holder at a time; handing it over
 * ends the right to touch it. Not thread-safe.
 */
public interface PartialAggregate {

  /**
   * Merges {@code right}, whose tasks follow directly on this one's. Associativity is not required
   * of floating point: the runtime always merges along the same tree. Merging with an identity
   * changes nothing.
   *
   * @param right of the same job; consumed
   * @return the merged aggregate: this one changed, or a new one; this one is consumed in either
   *     case
   */
  PartialAggregate merge(PartialAggregate right);

  /** About how many bytes the encoded form takes; decides how often it is worth sending. */
  long sizeBytes();
}
