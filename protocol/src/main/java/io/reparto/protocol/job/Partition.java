package io.reparto.protocol.job;

/** One slice of a job's input: identity and bounds, never the data. */
public interface Partition {

  /** Which task owns it. */
  int task();

  /** Its bounds for people, such as {@code data.csv bytes 0-1048576}. */
  String describe();
}
