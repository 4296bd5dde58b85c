package io.reparto.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.message.JobEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
  private static final JobResult RESULT = new JobResult(List.of(LongColumn.of("tasks", 4)));

  @TempDir Path directory;
  private final CommandLineFixture line = new CommandLineFixture();
  private final List<JobSpec> submitted = new ArrayList<>();
  private String digest = "d".repeat(64);

  private void jobsSucceed() {
    line.client =
        new ScriptedClient(
            (spec, listener) -> {
              submitted.add(spec);
              listener.accept(ScriptedClient.planned(4));
              listener.accept(
                  new JobEvent.Succeeded(
                      ScriptedClient.JOB,
                      RESULT,
                      submitted.size() == 5 ? digest : "d".repeat(64),
                      ScriptedClient.summary(4, 4, List.of(), List.of())));
            });
  }

  private int scale(String... options) {
    var words = new ArrayList<>(List.of("scale", "sleep", "--tasks", "6"));
    words.addAll(List.of(options));
    if (words.stream().noneMatch(word -> word.startsWith("--output"))) {
      words.add("--output=" + directory.resolve("out"));
    }
    return line.run(words.toArray(new String[0]));
  }

  @Test
  void givenSizes_whenScaled_thenRoundsGoThereAndBackAndEveryRunIsWritten() throws IOException {
    jobsSucceed();

    int code = scale("--slots", "4,1,2", "--repeats", "2", "--warm-up=1");

    assertThat(code).as(line.stderr()).isZero();
    assertThat(submitted).hasSize(3 * (1 + 2));
    assertThat(Files.readAllLines(directory.resolve("out/runs.csv")))
        .extracting(row -> row.replaceFirst("(,[^,]*){11}$", ""))
        .containsExactly("round,size", "1,1", "1,2", "1,4", "2,4", "2,2", "2,1");
    assertThat(line.stdout().lines())
        .hasSize(4)
        .first()
        .asString()
        .startsWith("slots,runs,median s,");
    assertThat(line.stderr())
        .contains("no law is fitted: a fit needs at least 4 sizes")
        .contains("reparto: written: ");
    assertThat(line.client.closed).isTrue();
  }

  @Test
  void givenWeakScaling_whenScaled_thenTheWorkGrowsWithTheSize() {
    jobsSucceed();

    int code = scale("--slots", "1,3", "--weak", "--repeats=1", "--warm-up=0");

    assertThat(code).as(line.stderr()).isZero();
    assertThat(submitted)
        .extracting(spec -> spec.requiredValue("tasks"))
        .containsExactly("6", "18");
  }

  @Test
  void givenAnotherAnswerAtOneSize_whenScaled_thenItIsAnErrorAndNothingIsWritten() {
    digest = "e".repeat(64);
    jobsSucceed();

    int code = scale("--slots", "1,2", "--repeats", "3", "--warm-up=0");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(line.stderr()).contains("different answers").contains("round 3 at size 1=eee");
    assertThat(directory.resolve("out")).isEmptyDirectory();
  }

  @Test
  void givenAFolderThatHoldsSomething_whenScaled_thenNothingRuns() throws IOException {
    jobsSucceed();
    Files.writeString(directory.resolve("precious"), "");

    int code = scale("--slots", "1", "--output=" + directory);

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(submitted).isEmpty();
    assertThat(line.stderr()).contains("it exists already").contains("--force");
  }

  @ParameterizedTest
  @CsvSource({
    "'', which sizes? --slots=1",
    "'--slots 1,x', --slots must be sizes such as 1",
    "'--slots 1,1', each once: given=1",
    "'--slots 0,1', whole numbers from 1 to 4096",
    "'--slots 1,', --slots must be sizes",
    "'--slots 2,4', --slots must have 1 among its sizes",
    "'--nodes 1,101', whole numbers from 1 to 100",
    "'--nodes 1,50,60', can't be more than 100",
    "'--nodes 1 --slots 1', --slots and --nodes exclude each other",
    "'--slots 1 --memory 1g', --memory is of JVMs",
    "'--slots 1 --cluster http://127.0.0.1:1', a cluster that runs has the size it has",
    "'--cluster http://127.0.0.1:1 --weak', --weak needs --slots or --nodes",
    "'--nodes 1,2 --drain', which cluster?",
    "'--drain --cluster http://127.0.0.1:1', which sizes? --drain needs",
    "'--nodes 1 --drain --cluster http://127.0.0.1:1', --drain takes a cluster that",
    "'--nodes 1 --drain --memory 1g', --memory is of JVMs that are started",
    "'--slotz 1', did you mean --slots?",
    "'--slots 1 --workers 2', unknown option: --workers",
    "'--slots 1 --repeats 0', --repeats must be a whole number from 1",
  })
  void givenWrongWords_whenScaled_thenTheyAreNamedAndNothingRuns(String options, String said) {
    jobsSucceed();

    int code = scale(options.isEmpty() ? new String[0] : options.split(" ", -1));

    assertThat(code).as(line.stderr()).isEqualTo(ExitCode.USAGE);
    assertThat(line.stderr()).contains(said);
    assertThat(submitted).isEmpty();
  }

  @Test
  void givenAJobWhoseInputSaysItsSize_whenScaledWeakly_thenItIsRefused() {
    int code =
        line.run(
            "scale", "groupby", "--input", "x.csv", "--by=a", "--agg=count", "--slots=1", "--weak");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(line.stderr()).contains("--weak needs a job whose arguments say how much");
  }

  @Test
  void givenARunUnderWay_whenInterrupted_thenItIsCancelledAndTheRuntimesAreClosed()
      throws Exception {
    var running = new CompletableFuture<Void>();
    line.client = new ScriptedClient((spec, listener) -> running.complete(null));
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> scale("--slots", "1,2", "--quiet"));
    running.get(20, TimeUnit.SECONDS);

    line.interruption.raise(15);

    assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(143);
    assertThat(line.client.cancelled).isTrue();
    assertThat(line.client.closed).isTrue();
    assertThat(line.stderr()).isEqualTo("reparto: interrupted, no result\n");
  }
}
