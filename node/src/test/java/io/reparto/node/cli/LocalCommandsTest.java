package io.reparto.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reparto.node.local.FreePorts;
import io.reparto.node.local.NodeProgram;
import io.reparto.node.local.StandInNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on a local cluster, word by word. */
class LocalCommandsTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterEach
  void endAll() throws Exception {
    run("down", "--timeout", "1");
  }

  /** As the command line does, but with stand-ins for nodes. */
  private int run(String name, String... words) throws InterruptedException {
    out.reset();
    err.reset();
    var console =
        new Console(
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            true,
            () -> 100,
            Map.of("REPARTO_RUN_DIR", directory.toString()));
    LocalCommand command = LocalCommands.named(name);
    return LocalCommands.run(
        command,
        new CommandTree(null, 80).local(command),
        List.of(words),
        NodeProgram.ofThisJvm(StandInNode.class.getName(), "node"),
        console,
        new Interruption());
  }

  private String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String stderr() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void givenACluster_whenEachCommandIsRun_thenStdoutIsForProgramsAndStderrForPeople()
      throws Exception {
    String base = FreePorts.base();
    String url = "http://127.0.0.1:" + (Integer.parseInt(base) + 100);

    assertThat(run("up", "--nodes=2", "--port-base", base, "--memory=48m", "--slots=2")).isZero();
    assertThat(stdout()).isEqualTo("export REPARTO_URL=" + url + "\n");
    assertThat(stderr())
        .isEqualTo(
            """
            reparto: waiting for 2 nodes
            reparto: started: node-1, node-2
            reparto: the API is at %s; logs in %s
            """
                .formatted(url, directory));

    assertThat(run("pause", "node-2")).isZero();
    assertThat(stderr()).startsWith("reparto: node-2 is paused: pid=");
    assertThat(run("nodes")).isZero();
    assertThat(stdout().lines())
        .hasSize(3)
        .first()
        .isEqualTo("name,pid,roles,artery_port,http_port,state,uptime_seconds,slots");
    assertThat(stdout())
        .containsPattern("node-1,\\d+,\"coordinator,worker\"," + base + ",\\d+,running,\\d+,2")
        .containsPattern("node-2,\\d+,\"coordinator,worker\",\\d+,\\d+,paused,\\d+,2");
    assertThat(run("nodes", "--format=table")).isZero();
    assertThat(stdout())
        .containsPattern("name +│ +pid │ roles +│ Artery │ +HTTP │ state +│ uptime +│ slots")
        .endsWith("(2 rows)\n");

    assertThat(run("resume", "node-2")).isZero();
    assertThat(run("kill", "node-2")).isZero();
    assertThat(run("nodes", "--format=json")).isZero();
    JsonNode nodes = new ObjectMapper().readTree(stdout());
    assertThat(nodes.at("/0/state").asText()).isEqualTo("running");
    assertThat(nodes.at("/1/state").asText()).isEqualTo("dead");
    assertThat(nodes.at("/1/uptimeSeconds").isNull()).isTrue();
    assertThat(nodes.at("/0/roles/1").asText()).isEqualTo("worker");

    assertThat(run("kill", "node-2")).isEqualTo(ExitCode.FAILED);
    assertThat(stderr()).startsWith("reparto: node-2 is dead already: pid=");
    assertThat(run("drain", "nod-1")).isEqualTo(ExitCode.FAILED);
    assertThat(stderr())
        .isEqualTo("reparto: no such node: nod-1; did you mean node-1?; known: node-1, node-2\n");
    assertThat(run("add", "--role", "worker")).isZero();
    assertThat(stderr()).endsWith("reparto: started: node-3\n");
    assertThat(run("drain", "node-3")).isZero();
    assertThat(stderr()).startsWith("reparto: node-3 has left: pid=");
    assertThat(run("up")).isZero();
    assertThat(stderr()).contains("started: node-2\n");
    assertThat(run("up", "--slots=3")).isEqualTo(ExitCode.FAILED);
    assertThat(stderr()).contains("--slots is 2 (asked for: 3)", "reparto down");
    assertThat(run("down")).isZero();
    assertThat(stderr()).isEqualTo("reparto: ended: node-1, node-2\n");
  }

  @Test
  void givenTheUrlOfANodeOfTheRunDirectory_whenThatNodeIsDeadOrPaused_thenAnotherOneIsAsked()
      throws Exception {
    String base = FreePorts.base();
    String first = "http://127.0.0.1:" + (Integer.parseInt(base) + 100);
    String second = "http://127.0.0.1:" + (Integer.parseInt(base) + 101);
    run("up", "--nodes=2", "--port-base", base, "--memory=48m");

    run("pause", "node-1");
    CommandLineFixture paused = jobsOf(first);
    run("kill", "node-1");
    CommandLineFixture dead = jobsOf(first);
    CommandLineFixture other = jobsOf(second);

    assertThat(paused.stderr())
        .isEqualTo("note: node-1's API does not answer, going on with " + second + "\n");
    assertThat(dead.stderr())
        .isEqualTo("note: node-1's API is gone, going on with " + second + "\n");
    assertThat(other.stderr()).isEmpty();
  }

  private CommandLineFixture jobsOf(String url) {
    var line = new CommandLineFixture();
    line.environment.put("REPARTO_RUN_DIR", directory.toString());
    line.environment.put("REPARTO_URL", url);

    assertThat(line.run("jobs", "--format=csv")).as(line.stderr()).isZero();

    assertThat(line.stdout()).startsWith("job,name,state");
    return line;
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill", "pause", "resume", "drain"})
  void givenNoCluster_whenANodeIsNamed_thenItIsSaidHowToStartOne(String command) throws Exception {
    assertThat(run(command, "node-1")).isEqualTo(ExitCode.FAILED);
    assertThat(stderr())
        .isEqualTo(
            "reparto: no cluster here: run directory=%s; start one: reparto up\n"
                .formatted(directory));
  }

  @Test
  void givenNoCluster_whenListedOrEnded_thenThereIsNothingWrong() throws Exception {
    assertThat(run("nodes", "--format", "csv")).isZero();
    assertThat(stdout().lines()).hasSize(1);
    assertThat(run("down")).isZero();
    assertThat(stderr()).startsWith("reparto: nothing runs here: run directory=");
  }

  @Test
  void givenARunDirectoryThatIsAFile_whenUp_thenItIsSaid() throws Exception {
    Path file = java.nio.file.Files.createFile(directory.resolve("file"));

    assertThat(run("up", "--run-dir", file.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(stderr()).startsWith("reparto: the run directory can't be used: ").hasLineCount(1);
  }

  @Test
  void givenCerts_whenRun_thenTheyAreThere() throws Exception {
    assertThat(run("certs", "--nodes", "1")).isZero();
    assertThat(stderr())
        .isEqualTo("reparto: certificates are in %s/certificates\n".formatted(directory));
    assertThat(directory.resolve("certificates/node-1.p12")).isRegularFile();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "upp                        | no such command: upp; did you mean up?",
        "up --nodes 0               | --nodes must be a whole number from 1 to 100: given=0",
        "up --nodse 2               | unknown option: --nodse; did you mean --nodes?",
        "up --workers 2             | --coordinators and --workers belong together",
        "up --nodes 2 --workers 1 --coordinators 1 | take --nodes, or --coordinators and --workers",
        "up --coordinators 60 --workers 60 | there can't be more nodes than 100",
        "up --transport tpc         | --transport must be one of tcp, tls-tcp, aeron-udp: given=tpc; did you mean tcp?",
        "up --memory 1              | --memory must be a whole number and k, m or g, such as 512m: given=1",
        "up --port-base 80          | --port-base must be a whole number from 1024 to 65336: given=80",
        "up more                    | unexpected word: more",
        "kill                       | a word is missing: NODE",
        "kill node-1 --force        | unknown option: --force",
        "drain node-1 --timeout 1s  | --timeout must be a whole number from 1 to 86400: given=1s",
        "add --role boss            | --role must be one of coordinator, worker, both: given=boss",
        "nodes --format xml         | --format must be table, csv or json: given=xml",
        "down --run-dir             | an option lacks its value: --run-dir=DIR"
      })
  void givenWrongWords_whenRun_thenItIsSaidInOneLineAndOneHint(String words, String message) {
    var line = new CommandLineFixture();
    line.environment.put("REPARTO_RUN_DIR", directory.toString());

    int code = line.run(words.split(" +"));

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(line.stdout()).isEmpty();
    assertThat(line.stderr()).startsWith("reparto: " + message);
    assertThat(line.stderr().lines()).hasSize(2).last().asString().startsWith("try 'reparto");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "up --help          | Usage: reparto up [OPTION]...",
        "help drain         | Usage: reparto drain NODE... [OPTION]...",
        "kill node-1 --help | Usage: reparto kill NODE... [OPTION]..."
      })
  void givenHelp_whenAsked_thenItIsOfTheCommand(String words, String begin) {
    var line = new CommandLineFixture();

    assertThat(line.run(words.split(" "))).isZero();
    assertThat(line.stdout()).startsWith(begin).contains("--run-dir=DIR", "Exit codes:");
  }

  @Test
  void givenEveryName_whenLookedUp_thenTheCommandHasIt() {
    for (String name : LocalCommands.names()) {
      assertThat(LocalCommands.named(name).name()).isEqualTo(name);
    }
  }

  @Test
  void givenCompletion_whenAsked_thenTheCommandsAndTheirWordsAreInIt() {
    var line = new CommandLineFixture();

    line.run("completion");

    assertThat(line.stdout()).contains("certs", "--port-base", "aeron-udp", "--role");
  }
}
