package io.reparto.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
  @TempDir Path directory;
  private final CommandLineFixture line = new CommandLineFixture();

  @BeforeEach
  void givenAPluginWithAJob() {
    PluginJar.in(directory);
    line.environment.put("REPARTO_PLUGINS", directory.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rum greet                       | no such command: rum; did you mean run?",
        "run greta                       | no such job: greta; did you mean greet?",
        "run                             | a job comes after run: greet, groupby, pi, sleep",
        "run --workers 2 greet           | a job comes after run: greet, groupby, pi, sleep; given=--workers",
        "run greet                       | missing option: --times=N",
        "run greet --times               | an option lacks its value: --times=N",
        "run greet --tiems 2             | unknown option: --tiems; did you mean --times?",
        "run greet --times 1 --tiems 2   | unknown option: --tiems; did you mean --times?",
        "run greet --input a --nmaes b   | unknown option: --nmaes; did you mean --names?",
        "run greet --times 1 --times 2   | an option is given twice: --times=N",
        "run greet --times 1 more        | unexpected word: more",
        "run greet --times 1 --slots 0   | --slots must be a whole number from 1 to 32768: given=0",
        "run greet --times 1 --format x  | --format must be table, csv or json: given=x",
        "explain greet --times x         | --times must be a whole number from 0 to 1048576: given=x",
        "explain greet --times 1 --format csv | --format must be text, json or dot: given=csv",
        "generate nothing                | generate makes: measurements",
        "generate measurement            | generate makes: measurements; did you mean measurements?",
        "generate measurements --rows x --output y | --rows must be a whole number",
        "rase                            | no such command: rase; did you mean race?",
        "race now                        | unexpected word: now",
        "race --thread 3                 | unknown option: --thread; did you mean --threads?",
        "race --threads 0                | --threads must be a whole number from 1 to 256: given=0",
        "race --threads 1e6              | --threads must be a whole number from 1 to 256: given=1e6",
        "race --processes 33             | --processes must be a whole number from 1 to 32: given=33",
        "race --increments ten           | --increments must be a whole number from 1 to 100000000: given=ten",
        "race --rounds -1                | --rounds must be a whole number from 1 to 10000: given=-1",
        "race --threads 2 --processes 2  | --threads and --processes exclude each other",
        "race --processes 2 --explain    | --explain records threads: leave out --processes",
        "race --plot race.pdf            | --plot must be a file that ends in .svg or .png: given=race.pdf",
        "race --format xml               | --format must be table, csv or json: given=xml",
        "drill --schedules 0             | --schedules must be a whole number from 1 to 100000: given=0",
        "drill --only 3 --schedules 5    | --schedules and --only exclude each other",
        "drill --memory much             | --memory must be a whole number and k, m or g, such as 512m: given=much",
        "--fast run                      | a command comes first, not an option: given=--fast",
        "run greet --plugins /nowhere    | no such plug-in: path=/nowhere"
      })
  void givenWrongWords_whenRun_thenItIsSaidInOneLineAndOneHint(String words, String message) {
    int code = line.run(words.split(" "));

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(line.stdout()).isEmpty();
    assertThat(line.stderr()).startsWith("reparto: " + message);
    assertThat(line.stderr().lines()).hasSize(2).last().asString().startsWith("try 'reparto");
  }

  @Test
  void givenAPluginsJob_whenHelpIsAsked_thenItsOptionsAreThere() {
    int code = line.run("run", "greet", "--help");

    assertThat(code).isZero();
    assertThat(line.stdout())
        .startsWith("Usage: reparto run greet --times=N [OPTION]...\nsays 100% hello\n")
        .contains("--names=NAME...", "How often; 5% more is fine.", "How. Default: soft.")
        .contains("Options of every run:", "--[no-]progress", "Exit codes:");
  }

  @Test
  void givenHelpAsACommand_whenRun_thenItIsTheHelpOfWhatFollows() {
    line.run("help", "run");

    assertThat(line.stdout()).contains("Jobs:", "greet", "pi", "groupby", "sleep");
  }

  @Test
  void givenVersion_whenAsked_thenItNamesAllThree() {
    line.run("--version");

    assertThat(line.stdout())
        .containsPattern("reparto \\d+\\.\\d+")
        .contains("Java ", "Akka 2.8.5");
  }

  @Test
  void givenCompletion_whenAsked_thenBashTakesTheScript() throws Exception {
    line.run("completion");

    Path script = Files.writeString(directory.resolve("completion.sh"), line.stdout());
    Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
    assertThat(bash.waitFor()).isZero();
    assertThat(line.stdout()).contains("--times", "loud", "soft");
  }

  @Test
  void givenAJob_whenExplained_thenThePlanIsATreeWithExamples() {
    int code = line.run("explain", "greet", "--times", "10", "--workers", "3", "-q");

    assertThat(code).isZero();
    assertThat(line.stdout())
        .isEqualTo(
            """
            greet: 10 tasks, 10.0 kB, merge tree of depth 4

            count
            └─ greet
                  tone  soft

            partitions
              0  greeting "0"
              1  greeting "1"
              2  greeting "2"
              …  6 more
              9  greeting "9"
            """);
  }

  @Test
  void givenTheOptionsOfARunOnACluster_whenExplained_thenTheyAreTakenAndChangeNothing() {
    line.run("explain", "greet", "--times", "10");
    String plain = line.stdout();
    line.out.reset();

    int code =
        line.run(
            "explain",
            "greet",
            "--times",
            "10",
            "--cluster=http://127.0.0.1:1",
            "--priority=2",
            "--no-speculation",
            "--detach");

    assertThat(code).isZero();
    assertThat(line.stdout()).isEqualTo(plain);
  }

  @Test
  void givenJson_whenExplained_thenUnknownUnitsAreNull() throws Exception {
    line.run("explain", "greet", "--times", "10", "--format", "json");

    var json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(line.stdout());
    assertThat(json.get("tasks").asInt()).isEqualTo(10);
    assertThat(json.get("units").isNull()).isTrue();
    assertThat(json.get("mergeDepth").asInt()).isEqualTo(4);
    assertThat(json.at("/operators/0/attributes/tone").asText()).isEqualTo("soft");
    assertThat(json.get("partitionsOmitted").asInt()).isEqualTo(6);
  }

  @Test
  void givenThreeTasks_whenExplainedAsAGraph_thenTheOddOneIsMergedLast() {
    line.run("explain", "greet", "--times", "3", "--format", "dot");

    assertThat(line.stdout())
        .startsWith("digraph plan {")
        .contains("label=\"task 0\\ngreeting \\\"0\\\"\"")
        .contains("merge1_0 -> task0 ", "merge1_0 -> task1 ", "merge2_0 -> merge1_0 ")
        .contains("merge2_0 -> task2 ")
        .endsWith("}\n");
  }

  @Test
  void givenNoTasks_whenExplained_thenThereIsNoPartition() {
    line.run("explain", "greet", "--times", "0");

    assertThat(line.stdout()).startsWith("greet: 0 tasks").doesNotContain("partitions");
  }

  @Test
  void givenGenerate_whenRun_thenTheFileIsThere() throws Exception {
    Path file = directory.resolve("measurements.txt");

    int code = line.run("generate", "measurements", "--rows", "1_000", "--output", file.toString());

    assertThat(code).isZero();
    assertThat(Files.readAllLines(file)).hasSize(1000);
    assertThat(line.stdout()).isEmpty();
  }

  @Test
  void givenAnInterruption_whenGenerating_thenNoFileIsLeftAndTheCodeIs130() throws Exception {
    Path file = directory.resolve("out/measurements.txt");
    Files.createDirectory(file.getParent());
    line.interruption.raise(2);

    int code = line.run("generate", "measurements", "--rows", "1e12", "--output", file.toString());

    assertThat(code).isEqualTo(130);
    assertThat(line.stderr())
        .isEqualTo("reparto: interrupted, no file written: file=" + file + "\n");
    assertThat(file.getParent()).isEmptyDirectory();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void givenWordsFarFromAny_whenASuggestionIsSought_thenThereIsNone() {
    assertThat(Suggestions.nearest("--zebra", List.of("--by", "--agg"))).isEmpty();
    assertThat(Suggestions.nearest("--bye", List.of("--by", "--agg"))).contains("--by");
    assertThat(Suggestions.nearest("--part", List.of("--partition-size"))).isPresent();
  }
}
