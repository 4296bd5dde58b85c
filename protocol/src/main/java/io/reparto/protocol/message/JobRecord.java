package io.reparto.protocol.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reparto.protocol.job.JobSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * A job that has not ended: the next coordinator plans it anew and goes on.
   *
   * @param losses what may end a worker again; oldest first, the newest of them where they are many
   */
  record Accepted(
      JobId job, JobSpec spec, JobOptions options, Instant submitted, List<TaskLoss> losses)
      implements JobRecord, Wire {
    // A record has to stay far below a frame.
    private static final int MOST_LOSSES = 20;
    private static final int MOST_LOSSES_CHARACTERS = 10_000;

    public Accepted {
      losses = losses == null ? List.of() : losses; // written before there were any
      int first = losses.size();
      int characters = 0;
      while (first > 0 && losses.size() - first < MOST_LOSSES) {
        characters += losses.get(first - 1).certificate().characters();
        if (characters > MOST_LOSSES_CHARACTERS) {
          break;
        }
        first--;
      }
      losses = List.copyOf(losses.subList(first, losses.size()));
    }

    /** The same job after another loss. */
    public Accepted with(TaskLoss loss) {
      var all = new ArrayList<>(losses);
      all.add(loss);
      return new Accepted(job, spec, options, submitted, all);
    }
  }

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
