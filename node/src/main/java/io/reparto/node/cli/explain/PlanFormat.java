package io.reparto.node.cli.explain;

import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Plan;
import java.io.IOException;
import java.io.OutputStream;

/** How a plan is printed. */
public enum PlanFormat {
  TEXT,
  JSON,
  DOT;

  /** Writes the plan; {@code out} is flushed and stays open. */
  public void write(JobSpec spec, Plan plan, boolean unicode, OutputStream out) throws IOException {
    PlanView view = PlanView.of(spec, plan);
    switch (this) {
      case TEXT -> PlanText.write(view, unicode, out);
      case JSON -> PlanJson.write(view, out);
      case DOT -> PlanDot.write(view, out);
    }
    out.flush();
  }
}
