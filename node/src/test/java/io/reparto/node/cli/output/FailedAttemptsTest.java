package io.reparto.node.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reparto.node.cli.Console;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
  private static final WorkerLogs LOGS =
      worker -> worker.equals("node-2") ? List.of("first line", "last line") : List.of();

  private static DeathCertificate lost(int task, String worker) {
    return new DeathCertificate(
        task,
        1,
        "rows " + task + "-" + (task + 1),
        worker,
        "its worker was lost",
        "",
        Duration.ofMillis(3_210));
  }

  private static DeathCertificate thrown(String cause) {
    return new DeathCertificate(0, 0, "task 0", "node-3", cause, "at A\nat B\n", Duration.ZERO);
  }

  private static JobSummary summary(LedgerCounts ledger, List<DeathCertificate> certificates) {
    return new JobSummary(
        ledger,
        new Work(1, 0),
        "rows",
        Duration.ZERO,
        Duration.ofSeconds(1),
        List.of(),
        certificates);
  }

  private static List<DeathCertificate> many(int count) {
    return IntStream.range(0, count).mapToObj(task -> lost(task, "node-3")).toList();
  }

  @Test
  void givenNone_whenShown_thenNothingIsSaid() {
    assertThat(FailedAttempts.of(summary(new LedgerCounts(1, 1, 1, 0), List.of()), "", true, LOGS))
        .isEmpty();
  }

  @Test
  void givenLostWorkers_whenShown_thenTheLogsOfThoseThatHaveOneFollow() {
    JobSummary summary =
        summary(
            new LedgerCounts(9, 9, 12, 0),
            List.of(lost(4, "node-2"), lost(5, "node-3"), lost(6, "node-2")));

    assertThat(FailedAttempts.of(summary, "", false, LOGS))
        .isEqualTo(
            """
            failed attempts:
              task 4 (rows 4-5), attempt 1 on node-2: its worker was lost, after 3.21 s
              task 5 (rows 5-6), attempt 1 on node-3: its worker was lost, after 3.21 s
              task 6 (rows 6-7), attempt 1 on node-2: its worker was lost, after 3.21 s
              last lines of node-2:
                  first line
                  last line
            """);
  }

  @Test
  void givenMoreThanTen_whenShown_thenTheOthersAreCountedAndSaidWhereToFind() {
    String all =
        FailedAttempts.of(summary(new LedgerCounts(9, 9, 21, 0), many(12)), "", true, LOGS);
    String some =
        FailedAttempts.of(summary(new LedgerCounts(9, 9, 509, 0), many(100)), "", true, LOGS);
    String noMore =
        FailedAttempts.of(summary(new LedgerCounts(9, 9, 19, 0), many(10)), "", true, LOGS);

    assertThat(all.lines()).hasSize(12);
    assertThat(all).endsWith("  and 2 more (in --format json)\n");
    assertThat(some).endsWith("  and 490 more (some in --format json)\n");
    assertThat(noMore).doesNotContain("more");
  }

  @Test
  void givenCausesOfSeveralLines_whenShown_thenEachIsOneLineAndTheStackFollowsIfAsked() {
    JobSummary summary =
        summary(new LedgerCounts(1, 0, 1, 0), List.of(thrown("java.lang.Error: a\n  b")));

    assertThat(FailedAttempts.of(summary, "too often", true, LOGS))
        .isEqualTo(
            """
            failed attempts:
              task 0, attempt 0 on node-3: java.lang.Error: a b, after 0.000 s
                  at A
                  at B
            """);
    assertThat(FailedAttempts.of(summary, "too often", false, LOGS)).doesNotContain("at A");
  }

  @Test
  void givenACauseThatIsTheReason_whenShown_thenItIsNotSaidTwice() {
    JobSummary summary = summary(new LedgerCounts(1, 0, 1, 0), List.of(thrown("bad record")));

    assertThat(FailedAttempts.of(summary, "bad record", true, LOGS))
        .isEqualTo("failed attempts:\n  task 0, attempt 0 on node-3, after 0.000 s\n");
  }

  @Test
  void givenAStatus_whenPrintedAsJson_thenItIsTheApisDocumentWithTheLogs() throws Exception {
    var status =
        new JobStatus(
            new JobId("pi-1"),
            "pi",
            "",
            JobStatus.State.RUNNING,
            JobOptions.USUAL,
            1,
            Instant.EPOCH,
            Work.NONE,
            "",
            summary(new LedgerCounts(9, 1, 3, 0), List.of(lost(4, "node-2"), lost(5, "node-3"))),
            "",
            "");
    var out = new ByteArrayOutputStream();

    StatusOutput.printJson(
        status,
        LOGS,
        new Console(out, new PrintStream(out), false, false, true, () -> 80, Map.of()));

    JsonNode json = new ObjectMapper().readTree(out.toByteArray());
    assertThat(json.get("job").asText()).isEqualTo("pi-1");
    assertThat(json.at("/tasks/attempts").asInt()).isEqualTo(3);
    assertThat(json.at("/certificates/0/log").toString())
        .isEqualTo("[\"first line\",\"last line\"]");
    assertThat(json.at("/certificates/1/log").toString()).isEqualTo("[]");
  }
}
