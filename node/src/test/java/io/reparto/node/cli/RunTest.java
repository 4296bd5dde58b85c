package io.reparto.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.TextColumn;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {
  private static final JobResult RESULT =
      new JobResult(
          List.of(
              TextColumn.of("who", List.of("Ann", "B, \"C\"")),
              DoubleColumn.of("loud", 0.1, Double.NaN)));

  @TempDir Path directory;
  private final CommandLineFixture line = new CommandLineFixture();

  @BeforeEach
  void givenAPluginWithAJob() {
    line.environment.put("REPARTO_PLUGINS", PluginJar.in(directory).toString());
  }

  private void whenTheJobSucceeds(String... remarks) {
    line.client =
        new ScriptedClient(
            (spec, listener) -> {
              listener.accept(ScriptedClient.planned(4));
              listener.accept(
                  new JobEvent.Succeeded(
                      ScriptedClient.JOB,
                      RESULT,
                      RESULT.digest(),
                      ScriptedClient.summary(4, 4, List.of(remarks), List.of())));
            });
  }

  private void whenTheJobFails(boolean planned, JobEvent.Blame blame, String reason) {
    String cause = blame == JobEvent.Blame.CALLER ? reason : "java.lang.Error: hoarse";
    var certificate =
        new DeathCertificate(
            2, 0, "greeting 2", "worker-1", cause, "at A\nat B", Duration.ofMillis(20));
    line.client =
        new ScriptedClient(
            (spec, listener) -> {
              if (planned) {
                listener.accept(ScriptedClient.planned(4));
              }
              listener.accept(
                  new JobEvent.Failed(
                      ScriptedClient.JOB,
                      blame,
                      reason,
                      ScriptedClient.summary(
                          planned ? 4 : 0,
                          0,
                          List.of(),
                          planned ? List.of(certificate) : List.of())));
            });
  }

  @Test
  void givenAPipe_whenRun_thenStdoutIsTheCsvAndStderrTheSummary() {
    whenTheJobSucceeds("2 names skipped");

    int code = line.run("run", "greet", "--times", "4");

    assertThat(code).isZero();
    assertThat(line.stdout()).isEqualTo("who,loud\nAnn,0.1\n\"B, \"\"C\"\"\",NaN\n");
    assertThat(line.stderr())
        .startsWith("4 greetings (8/s), 4.00 kB (8.00 kB/s), 4 tasks\nplan 0.002 s, run 0.500 s, ")
        .contains("; digest " + RESULT.digest().substring(0, 12) + "\n")
        .endsWith("note: 2 names skipped\n");
  }

  @Test
  void givenATerminal_whenRun_thenStdoutIsATable() {
    line.terminal = true;
    whenTheJobSucceeds();

    line.run("run", "greet", "--times", "4");

    assertThat(line.stdout()).startsWith("who    │ loud\n───────┼─────\nAnn    │  0.1\n");
  }

  @Test
  void givenEveryKindOfOption_whenRun_thenTheSpecHasTheirValuesAndTheDefaults() {
    whenTheJobSucceeds();

    line.run(
        "run", "greet", "--input", "a", "b,c", "--names", "x, y", "z", "--times=-5", "--twice");

    assertThat(line.client.submitted.arguments())
        .isEqualTo(
            Map.of(
                "input", List.of("a", "b,c"),
                "names", List.of("x", "y", "z"),
                "times", List.of("-5"),
                "tone", List.of("soft"),
                "twice", List.of()));
  }

  @Test
  void givenWorkersAndSlots_whenRun_thenTheRuntimeHasThemAndIsClosed() {
    whenTheJobSucceeds();

    line.run("run", "greet", "--times", "4", "--workers", "3", "--slots=2");

    assertThat(line.workers).isEqualTo(3);
    assertThat(line.slots).isEqualTo(2);
    assertThat(line.client.closed).isTrue();
    assertThat(line.client.submittedOptions).isEqualTo(JobOptions.USUAL);
  }

  @Test
  void givenNoSpeculation_whenRun_thenTheJobIsSubmittedWithoutIt() {
    whenTheJobSucceeds();

    int code = line.run("run", "greet", "--times", "4", "--no-speculation");

    assertThat(code).isZero();
    assertThat(line.client.submittedOptions).isEqualTo(new JobOptions(1, false));
  }

  @Test
  void givenQuiet_whenRun_thenOnlyRemarksAreOnStderr() {
    whenTheJobSucceeds("2 names skipped");

    line.run("run", "greet", "--times", "4", "-q");

    assertThat(line.stderr()).isEqualTo("note: 2 names skipped\n");
  }

  @Test
  void givenJson_whenTheJobSucceeds_thenItHasExactlyThePromisedFields() throws IOException {
    whenTheJobSucceeds("2 names skipped");

    line.run("run", "greet", "--times", "4", "--format", "json");

    JsonNode json = new ObjectMapper().readTree(line.stdout());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "job",
            "state",
            "result",
            "digest",
            "tasks",
            "rows",
            "bytes",
            "seconds",
            "remarks",
            "certificates");
    assertThat(json.get("result").toString())
        .isEqualTo("[{\"who\":\"Ann\",\"loud\":0.1},{\"who\":\"B, \\\"C\\\"\",\"loud\":\"NaN\"}]");
    assertThat(json.get("tasks").toString())
        .isEqualTo("{\"planned\":4,\"committed\":4,\"attempts\":4,\"refused\":0}");
    assertThat(json.get("seconds").fieldNames())
        .toIterable()
        .containsExactly("plan", "run", "total");
    assertThat(json.get("state").asText()).isEqualTo("succeeded");
    assertThat(json.get("digest").asText()).isEqualTo(RESULT.digest());
  }

  @Test
  void givenAttemptsRanOut_whenRun_thenTheCertificateIsShownAndTheCodeIsOne() {
    whenTheJobFails(true, JobEvent.Blame.ATTEMPTS, "a task failed 3 times");

    int code = line.run("run", "greet", "--times", "4");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(line.stdout()).isEmpty();
    assertThat(line.stderr())
        .startsWith(
            """
            reparto: a task failed 3 times
            failed attempts:
              task 2 (greeting 2), attempt 0 on worker-1: java.lang.Error: hoarse, after 0.020 s
                  at A
                  at B
            """)
        .contains("0 of 4 tasks");
  }

  @Test
  void givenAttemptsThatFailed_whenTheJobSucceedsAnyway_thenTheyAndTheLedgerAreShown() {
    var lost =
        new DeathCertificate(
            2, 0, "task 2", "worker-1", "its worker was lost", "", Duration.ofMillis(3_200));
    line.client =
        new ScriptedClient(
            (spec, listener) ->
                listener.accept(
                    new JobEvent.Succeeded(
                        ScriptedClient.JOB,
                        RESULT,
                        RESULT.digest(),
                        new JobSummary(
                            new LedgerCounts(4, 4, 7, 2),
                            new Work(4, 0),
                            "greetings",
                            Duration.ZERO,
                            Duration.ofSeconds(1),
                            List.of(),
                            List.of(lost)))));

    int code = line.run("run", "greet", "--times", "4");

    assertThat(code).isZero();
    assertThat(line.stderr())
        .contains("4 tasks, each committed once, in 7 attempts: 1 failed, 2 refused as duplicates")
        .endsWith(
            """
            failed attempts:
              task 2, attempt 0 on worker-1: its worker was lost, after 3.20 s
            """);
  }

  @Test
  void givenAMistakeInTheInput_whenRun_thenNoLineOfOurCodeIsShown() {
    whenTheJobFails(true, JobEvent.Blame.CALLER, "bad record: value=oops");

    int code = line.run("run", "greet", "--times", "4");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(line.stderr())
        .startsWith(
            """
            reparto: bad record: value=oops
            failed attempts:
              task 2 (greeting 2), attempt 0 on worker-1, after 0.020 s
            """)
        .containsOnlyOnce("oops")
        .doesNotContain("at A");
  }

  @Test
  void givenJson_whenTheJobFails_thenItSaysWhyAndHasNoResult() throws IOException {
    whenTheJobFails(true, JobEvent.Blame.ATTEMPTS, "a task failed 3 times");

    int code = line.run("run", "greet", "--times", "4", "--format", "json");

    JsonNode json = new ObjectMapper().readTree(line.stdout());
    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(json.get("state").asText()).isEqualTo("failed");
    assertThat(json.get("result").isNull()).isTrue();
    assertThat(json.get("reason").asText()).isEqualTo("a task failed 3 times");
    assertThat(json.at("/certificates/0/cause").asText()).isEqualTo("java.lang.Error: hoarse");
  }

  @Test
  void givenARefusedArgument_whenRun_thenItIsWrongUsage() {
    whenTheJobFails(false, JobEvent.Blame.CALLER, "--times must be a whole number: given=x");

    int code = line.run("run", "greet", "--times", "x");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(line.stderr())
        .isEqualTo(
            "reparto: --times must be a whole number: given=x\ntry 'reparto run greet --help'\n");
  }

  @Test
  void givenAMissingInput_whenRun_thenTheJobFailed() {
    whenTheJobFails(false, JobEvent.Blame.CALLER, "no such file: path=x");

    int code = line.run("run", "greet", "--times", "1", "--input", "x");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(line.stderr()).isEqualTo("reparto: no such file: path=x\n");
  }

  @Test
  void givenAnInterruption_whenTheJobRuns_thenItIsCancelledAndTheCodeIs130() throws IOException {
    line.client =
        new ScriptedClient(
            (spec, listener) -> {
              listener.accept(ScriptedClient.planned(4));
              line.interruption.raise(2);
            });

    int code = line.run("run", "greet", "--times", "4", "--format", "json");

    JsonNode json = new ObjectMapper().readTree(line.stdout());
    assertThat(code).isEqualTo(130);
    assertThat(line.client.cancelled).isTrue();
    assertThat(json.get("state").asText()).isEqualTo("cancelled");
    assertThat(json.get("result").isNull()).isTrue();
    assertThat(line.stderr())
        .startsWith("reparto: interrupted, no result")
        .contains("1 of 4 tasks");
  }

  @Test
  void givenARuntimeThatIsSilent_whenInterrupted_thenTheLastProgressIsSaid() {
    line.client =
        new ScriptedClient(
            (spec, listener) -> {
              listener.accept(ScriptedClient.planned(4));
              listener.accept(
                  new JobEvent.Progressed(
                      ScriptedClient.JOB, new LedgerCounts(4, 3, 3, 0), new Work(3, 3000), ""));
              line.interruption.raise(15);
            });
    line.client.answersCancel = false;

    int code = line.run("run", "greet", "--times", "4");

    assertThat(code).isEqualTo(143);
    assertThat(line.stdout()).isEmpty();
    assertThat(line.stderr()).contains("3 of 4 tasks");
  }

  @Test
  void givenAnInterruptionBeforeTheResult_whenItArrives_thenNothingIsPrinted() {
    line.interruption.raise(2);
    whenTheJobSucceeds();

    int code = line.run("run", "greet", "--times", "4");

    assertThat(code).isEqualTo(130);
    assertThat(line.stdout()).isEmpty();
  }

  @Test
  void givenAReaderThatLeft_whenRun_thenItEndsQuietly() {
    line.target = failing("Broken pipe");
    whenTheJobSucceeds();

    int code = line.run("run", "greet", "--times", "4");

    assertThat(code).isZero();
    assertThat(line.stderr()).isEmpty();
  }

  @Test
  void givenAFullDisk_whenRun_thenItIsAFailure() {
    line.target = failing("No space left on device");
    whenTheJobSucceeds();

    int code = line.run("run", "greet", "--times", "4");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(line.stderr())
        .isEqualTo("reparto: the result can't be written to stdout: No space left on device\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "completion", "run greet --help"})
  void givenAFullDisk_whenHelpIsAsked_thenItIsAFailureAndNoDefect(String words) {
    line.target = failing("No space left on device");

    int code = line.run(words.split(" "));

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(line.stderr())
        .isEqualTo("reparto: the result can't be written to stdout: No space left on device\n");
  }

  @Test
  void givenARuntimeThatCantStart_whenRun_thenItIsADefectWithItsTrace() {
    line.client =
        new ScriptedClient(
            (spec, listener) -> {
              throw new IllegalStateException("no actors today");
            });

    int code = line.run("run", "greet", "--times", "4");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(line.stderr()).contains("a defect in reparto").contains("no actors today");
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
