package io.reparto.protocol.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reparto.protocol.job.JobSpec;
import java.time.Instant;

/** What is written down of a job so that it outlives a coordinator. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JobRecord.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = JobRecord.Ended.class, name = "ended")
})
public sealed interface JobRecord {

  JobId job();

  /** When the job was accepted. */
  Instant submitted();

  /** A job that has not ended: the next coordinator plans it anew and goes on. */
  record Accepted(JobId job, JobSpec spec, JobOptions options, Instant submitted)
      implements JobRecord, Wire {}

  /**
   * A job that has ended.
   *
   * @param status the last
   * @param result the encoded {@link io.reparto.protocol.job.JobResult}, see {@link
   *     io.reparto.protocol.serialization.DataCodec}; empty where there is none or it is too large
   *     to be kept here; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record Ended(JobStatus status, byte[] result) implements JobRecord, Wire {
    @Override
    public JobId job() {
      return status.job();
    }

    @Override
    public Instant submitted() {
      return status.submitted();
    }
  }
}
