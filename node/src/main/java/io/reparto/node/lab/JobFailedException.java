package io.reparto.node.lab;

import io.reparto.protocol.message.JobEvent;

/** A job that was to be measured has failed, or was cancelled by somebody else. */
public final class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient JobEvent end;

  JobFailedException(JobEvent end) {
    super(reason(end));
    this.end = end;
  }

  private static String reason(JobEvent end) {
    return end instanceof JobEvent.Failed failed
        ? failed.reason()
        : "the job was cancelled: job=" + end.job();
  }

  /** Its last event. */
  public JobEvent end() {
    return end;
  }
}
