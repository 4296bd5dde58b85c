package io.reparto.coordinator.http;

import akka.NotUsed;
import akka.japi.function.Function;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import io.reparto.protocol.api.StatusJson;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A job as server-sent events (WHATWG HTML, section 9.2): {@code status} with each revision, {@code
 * end} with the last one, {@code problem} if the job is not known any more; comments in between.
 */
final class EventStream {
  private static final ByteString HEARTBEAT = ByteString.fromString(": heartbeat\n\n");

  /** Some text and whether it is the last. */
  private record Event(ByteString text, boolean isLast) {}

  private EventStream() {}

  /**
   * Turns replies into text, ends with the job.
   *
   * @param seen the revision that the client has got already, if any
   */
  static Flow<Optional<JobReply>, ByteString, NotUsed> from(Optional<Long> seen) {
    return Flow.<Optional<JobReply>>create()
        .statefulMapConcat(() -> new Writer(seen.orElse(-1L)))
        .takeWhile(event -> !event.isLast(), true)
        .map(Event::text);
  }

  private static final class Writer implements Function<Optional<JobReply>, Iterable<Event>> {
    private static final long serialVersionUID = 1L;
    private long revision;

    Writer(long seen) {
      this.revision = seen;
    }

    @Override
    public Iterable<Event> apply(Optional<JobReply> reply) {
      if (reply.isEmpty()) {
        return List.of(new Event(HEARTBEAT, false));
      }
      try {
        return events(CoordinatorQuestions.status(reply.get()));
      } catch (HttpProblem problem) {
        return List.of(new Event(text("", "problem", problem.document()), true));
      }
    }

    private List<Event> events(JobStatus status) {
      // Not merely another one: one that is less comes from a coordinator that was replaced.
      boolean isNew = status.revision() > revision;
      revision = Math.max(revision, status.revision());
      StatusJson document = StatusJson.of(status);
      String id = "id: " + status.revision() + "\n";
      var update = new Event(text(id, "status", document), false);
      if (!status.state().isLast()) {
        return isNew ? List.of(update) : List.of();
      }
      var end = new Event(text(id, "end", document), true);
      return isNew ? List.of(update, end) : List.of(end);
    }

    private static ByteString text(String id, String event, Object document) {
      return ByteString.fromString(id + "event: " + event + "\ndata: ", StandardCharsets.UTF_8)
          .concat(Answers.bytes(document))
          .concat(ByteString.fromString("\n\n"));
    }
  }
}
