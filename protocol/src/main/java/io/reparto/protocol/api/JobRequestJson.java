package io.reparto.protocol.api;

import io.reparto.protocol.job.JobSpec;
import java.util.List;
import java.util.Map;

/**
 * What a client asks to be run. The server takes other forms as well: see {@code openapi.json}.
 *
 * @param job the job's name
 * @param arguments values by parameter name; none for a flag that is set
 * @param priority how many leases the job gets in its turn
 */
public record JobRequestJson(String job, Map<String, List<String>> arguments, int priority) {

  public static JobRequestJson of(JobSpec spec, int priority) {
    return new JobRequestJson(spec.job(), spec.arguments(), priority);
  }
}
