package io.reparto.protocol.job;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A kind of job: its name, its parameters and how to plan it. Found through {@link
 * java.util.ServiceLoader}; an implementation is stateless, thread-safe and has a public
 * constructor without parameters.
 */
public interface Job {

  /** The name used on the command line and in a {@link JobSpec}: lower case, digits and hyphens. */
  String name();

  /** One line for help texts. */
  String summary();

  /** The parameters in the order in which help shows them. */
  List<Parameter> parameters();

  /**
   * Splits the job. The plan depends on the spec and the input alone, never on the machine, the
   * time or the number of workers: planning again gives the same tasks. May read metadata and a
   * bounded sample of the input.
   *
   * @throws InvalidJobException for arguments or input that can't give a plan
   * @throws InputUnavailableException if an input is missing here, or not to be read
   * @throws IOException if the input's metadata can't be read
   */
  Plan plan(JobSpec spec) throws IOException;

  /**
   * As {@link #plan(JobSpec)}, where jobs must not read everything. A job that reads files
   * overrides this and reads no other than {@code roots} finds; to one that reads none it makes no
   * difference.
   */
  default Plan plan(JobSpec spec, InputRoots roots) throws IOException {
    return plan(spec);
  }

  /**
   * Whether a process may plan the job and run its first tasks before the run begins, with nothing
   * kept of it: while the runtime starts, so that the JIT has compiled the kernel by then. Only for
   * a job whose tasks change nothing outside their kernel, and may be read and computed once more.
   */
  default boolean canBeRehearsed() {
    return false;
  }

  /**
   * The same job with so many times the work, if its arguments say how much there is; for weak
   * scaling, where each slot has the same to do however many there are. Empty if the input says it.
   *
   * @param times at least 1
   */
  default Optional<JobSpec> enlarged(JobSpec spec, int times) {
    return Optional.empty();
  }

  /**
   * The classes of this job that cross a wire: its plan, its partial aggregates and every class
   * they hold a field of (JDK collections and primitive arrays are known already). Others are
   * refused by the serializer.
   */
  List<Class<?>> wireTypes();
}
