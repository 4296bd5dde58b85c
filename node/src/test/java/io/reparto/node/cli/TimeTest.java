package io.reparto.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.JobCosts;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTest {
  private static final JobResult RESULT = new JobResult(List.of(LongColumn.of("tasks", 4)));

  private final CommandLineFixture line = new CommandLineFixture();
  private int submitted;

  private static JobSummary summary(Duration running) {
    var costs = new Costs(5_000_000, 1_000_000, 60_000_000, 40_000_000, 4_000_000, 1, 2, 3, 4);
    return new JobSummary(
        new LedgerCounts(4, 4, 4, 0),
        new Work(4, 0),
        "tasks",
        Duration.ofMillis(2),
        running,
        List.of(),
        List.of(),
        new JobCosts(2, 7_000_000, List.of(new JobCosts.Worker("worker-0", 4, 2, 2, costs))));
  }

  /** Jobs that run so many ms, one after the other. */
  private void jobsRun(List<String> digests, Integer... millis) {
    var times = new ArrayDeque<>(List.of(millis));
    var answers = new ArrayDeque<>(digests);
    line.client =
        new ScriptedClient(
            (spec, listener) -> {
              submitted++;
              listener.accept(ScriptedClient.planned(4));
              String digest = answers.size() > 1 ? answers.remove() : answers.peek();
              Duration running = Duration.ofMillis(times.remove());
              listener.accept(
                  new JobEvent.Succeeded(ScriptedClient.JOB, RESULT, digest, summary(running)));
            });
  }

  private static JsonNode row(JsonNode json, String measure) {
    for (JsonNode row : json.get("result")) {
      if (row.get("measure").asText().equals(measure)) {
        return row;
      }
    }
    throw new AssertionError("no such row: " + measure + " in " + json);
  }

  @Test
  void givenWarmUpsAndRepeats_whenTimed_thenOnlyTheRepeatsCount() throws IOException {
    jobsRun(List.of("d".repeat(64)), 900, 800, 50, 40, 60);

    int code =
        line.run(
            "time", "sleep", "--tasks", "4", "--repeats", "3", "--warm-up=2", "--format", "json");

    assertThat(code).isZero();
    assertThat(submitted).isEqualTo(5);
    assertThat(line.client.closed).isTrue();
    JsonNode json = new ObjectMapper().readTree(line.stdout());
    JsonNode run = row(json, "run");
    assertThat(run.get("median").asDouble()).isEqualTo(0.05);
    assertThat(run.get("mean").asDouble()).isEqualTo(0.05);
    assertThat(run.get("sigma").asDouble()).isEqualTo(0.01);
    assertThat(run.get("min").asDouble()).isEqualTo(0.04);
    assertThat(run.get("max").asDouble()).isEqualTo(0.06);
    assertThat(json.get("repeats").asInt()).isEqualTo(3);
    assertThat(json.get("warmUps").asInt()).isEqualTo(2);
    assertThat(json.get("runs")).hasSize(3);
    assertThat(json.get("arguments").get("tasks").get(0).asText()).isEqualTo("4");
  }

  @Test
  void givenTheSlotsCosts_whenTimed_thenTheyAddUpToAllTheirTime() throws IOException {
    jobsRun(List.of("d".repeat(64)), 50, 50);

    line.run("time", "sleep", "--tasks=4", "--repeats=2", "--warm-up=0", "--format=json");

    JsonNode json = new ObjectMapper().readTree(line.stdout());
    double shares = 0;
    for (String part : List.of("compute", "merge", "queue", "network", "idle")) {
      shares += row(json, "slots: " + part).get("% of slots").asDouble();
    }
    assertThat(shares).isBetween(99.9, 100.1);
    assertThat(row(json, "slots: compute").get("% of slots").asDouble()).isEqualTo(60);
    assertThat(row(json, "slots: idle").get("mean").asDouble()).isEqualTo(0.03);
    assertThat(row(json, "coordinator: merge").get("µs/task").asDouble()).isEqualTo(1_750);
    assertThat(json.get("workers").get(0).get("cpu s").asDouble()).isEqualTo(0.04);
  }

  @Test
  void givenRunsWithOtherAnswers_whenTimed_thenThatIsAnErrorAndNothingIsPrinted() {
    jobsRun(List.of("a".repeat(64), "b".repeat(64)), 50, 50, 50);

    int code = line.run("time", "sleep", "--tasks", "4", "--repeats", "2", "--warm-up", "1");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(line.stdout()).isEmpty();
    assertThat(line.stderr())
        .contains("different answers: warm-up 1=aaa")
        .contains("run 1=bbb")
        .doesNotContain("defect");
  }

  @Test
  void givenAPipe_whenTimed_thenStdoutIsCsvAndStderrTellsOfTheRuns() {
    jobsRun(List.of("d".repeat(64)), 50, 50);

    line.run("time", "sleep", "--tasks", "4", "--repeats", "2", "--warm-up", "0");

    assertThat(line.stdout())
        .startsWith("measure,unit,median,mean,sigma,min,max,% of slots,µs/task\nwall,s,")
        .contains("\nrun,s,0.05,0.05,0.0,0.05,0.05,,12500.0\nrate,tasks/s,80.0,");
    assertThat(line.stderr())
        .contains("a run, mean of 2 runs after 0 to warm up")
        .contains("4 tasks on 2 slots; digest dddddddddddd\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--repeats=0, --repeats must be a whole number from 1 to 10000: given=0",
    "--repeats=x, --repeats must be a whole number from 1 to 10000: given=x",
    "--warm-up=-1, --warm-up must be a whole number from 0 to 10000: given=-1",
    "--slots=0, --slots must be a whole number from 1 to 4096: given=0",
    "--repeets=3, unknown option: --repeets; did you mean --repeats?",
    "--detach, unknown option: --detach",
  })
  void givenAWrongOption_whenTimed_thenItIsNamed(String option, String said) {
    int code = line.run("time", "sleep", "--tasks", "4", option);

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(line.stderr()).contains(said).contains("try 'reparto time sleep --help'");
  }

  @Test
  void givenNoJob_whenTimed_thenTheJobsAreNamed() {
    assertThat(line.run("time")).isEqualTo(ExitCode.USAGE);
    assertThat(line.run("time", "--repeats", "3", "pi")).isEqualTo(ExitCode.USAGE);
    assertThat(line.stderr()).contains("a job comes after time: ").contains("pi");
  }

  @Test
  void givenAnArgumentTheJobRefuses_whenTimed_thenItIsWrongUsage() {
    line.client =
        new ScriptedClient(
            (spec, listener) ->
                listener.accept(
                    new JobEvent.Failed(
                        ScriptedClient.JOB,
                        JobEvent.Blame.CALLER,
                        "--tasks must be more",
                        JobSummary.nothingDone())));

    int code = line.run("time", "sleep", "--tasks", "4");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(line.stderr())
        .isEqualTo("reparto: --tasks must be more\ntry 'reparto time sleep --help'\n");
  }

  @Test
  void givenARunUnderWay_whenInterrupted_thenTheJobIsCancelledAndNothingPrinted() throws Exception {
    var running = new CompletableFuture<Void>();
    line.client = new ScriptedClient((spec, listener) -> running.complete(null));
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> line.run("time", "sleep", "--tasks", "4"));
    running.get(20, TimeUnit.SECONDS);

    line.interruption.raise(2);

    assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(130);
    assertThat(line.client.cancelled).isTrue();
    assertThat(line.stdout()).isEmpty();
    assertThat(line.stderr()).contains("interrupted, no result");
  }
}
