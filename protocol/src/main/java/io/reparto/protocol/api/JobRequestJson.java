package io.reparto.protocol.api;

import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.message.JobOptions;
import java.util.List;
import java.util.Map;

/**
 * What a client asks to be run. The server takes other forms as well: see {@code openapi.json}.
 *
 * @param job the job's name
 * @param arguments values by parameter name; none for a flag that is set
 * @param priority how many leases the job gets in its turn
 * @param speculation whether overdue tasks get a second copy on another worker
 */
public record JobRequestJson(
    String job, Map<String, List<String>> arguments, int priority, boolean speculation) {

  public static JobRequestJson of(JobSpec spec, JobOptions options) {
    return new JobRequestJson(
        spec.job(), spec.arguments(), options.priority(), options.speculation());
  }
}
