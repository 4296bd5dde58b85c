package io.reparto.protocol.job;

import java.util.Collection;
import java.util.Collections;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The jobs known to this process, by name. Immutable. */
public final class Jobs {
  private final TreeMap<String, Job> byName = new TreeMap<>();

  private Jobs(Iterable<Job> jobs) {
    for (Job job : jobs) {
      Job other = byName.putIfAbsent(job.name(), job);
      if (other != null) {
        throw new IllegalStateException(
            "two jobs have one name: name="
                + job.name()
                + ", classes="
                + other.getClass().getName()
                + ", "
                + job.getClass().getName());
      }
    }
  }

  /** Every job that {@link ServiceLoader} finds through {@code loader}. */
  public static Jobs load(ClassLoader loader) {
    return new Jobs(ServiceLoader.load(Job.class, loader));
  }

  public static Jobs of(Job... jobs) {
    return new Jobs(java.util.List.of(jobs));
  }

  /** All jobs, sorted by name. */
  public Collection<Job> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /**
   * The job of that name.
   *
   * @throws InvalidJobException if there is none; the message lists those there are
   */
  public Job named(String name) {
    Job job = byName.get(name);
    if (job == null) {
      throw new InvalidJobException("no such job: name=" + name + ", known=" + byName.keySet());
    }
    return job;
  }
}
