package io.reparto.node.cluster;

import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.InputUnavailableException;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.Parameter;
import io.reparto.protocol.job.Plan;
import java.io.IOException;
import java.util.List;

/**
 * A job as it is planned on a cluster node: from what the node may read, and where that can't be
 * read, the reason names the node.
 */
record NodeJob(Job job, String node, InputRoots roots) implements Job {

  static Jobs all(Jobs jobs, NodeSettings settings) {
    return Jobs.of(
        jobs.all().stream()
            .map(job -> new NodeJob(job, settings.name(), settings.inputRoots()))
            .toArray(Job[]::new));
  }

  @Override
  public String name() {
    return job.name();
  }

  @Override
  public String summary() {
    return job.summary();
  }

  @Override
  public List<Parameter> parameters() {
    return job.parameters();
  }

  @Override
  public Plan plan(JobSpec spec) throws IOException {
    try {
      return job.plan(spec, roots);
    } catch (InputUnavailableException e) {
      throw new InvalidJobException(
          "input can't be read on " + node + ", which plans the job: " + e.describe(), e);
    }
  }

  @Override
  public List<Class<?>> wireTypes() {
    return job.wireTypes();
  }
}
