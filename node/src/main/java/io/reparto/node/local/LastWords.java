package io.reparto.node.local;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** What the process of a node wrote before it died. */
public final class LastWords {
  /** How lines of a node's log begin; see {@link DateTimeFormatter}. */
  public static final String TIME_FORMAT = "yyyy-MM-dd'T'HH:mm:ss.SSSZ";

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(TIME_FORMAT);
  private static final int MOST_LINES = 5;

  private LastWords() {}

  /**
   * The last lines of a process of the node that has died. If another one runs in its place, its
   * lines are left out: they begin with its start.
   *
   * @return none if the node has not died, or its log can't be read
   */
  public static List<String> of(RunDirectory run, String node) {
    try {
      Optional<NodeEntry> entry =
          run.entries().stream().filter(each -> each.name().equals(node)).findFirst();
      if (entry.isEmpty()) {
        return List.of();
      }
      ProcessIdentity process = entry.get().process();
      List<String> lines = new LogTail(run.log(node), 0).lines();
      return last(process.isAlive() ? before(process.startedAt(), lines) : lines);
    } catch (IOException | LocalClusterException e) {
      return List.of(); // no more than an addition to what is known of the death
    }
  }

  static List<String> before(Optional<Instant> start, List<String> lines) {
    if (start.isEmpty()) {
      return List.of();
    }
    for (int index = 0; index < lines.size(); index++) {
      Optional<Instant> time = time(lines.get(index));
      if (time.isPresent() && !time.get().isBefore(start.get())) {
        return lines.subList(0, index);
      }
    }
    return List.of(); // the process has said nothing yet, so where its lines begin is not known
  }

  private static Optional<Instant> time(String line) {
    int end = line.indexOf(' ');
    if (end < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(line.substring(0, end), TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty(); // of a stack, or what the JVM itself says
    }
  }

  private static List<String> last(List<String> lines) {
    return List.copyOf(lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
  }
}
