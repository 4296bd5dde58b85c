package io.reparto.k8s.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reparto.k8s.Command;
import io.reparto.k8s.SourceTree;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What experiment.sh asks of kubectl and of {@code reparto scale}, both faked. The API is late: it
 * says how many workers there were at the question before.
 */
class ExperimentTest {
  private static final String TOKEN = "secret-token";
  private static final Path FAKES = SourceTree.K8S.resolve("src/test/resources/fake");

  @TempDir Path directory;
  private HttpServer api;
  private final List<Integer> said = new CopyOnWriteArrayList<>();
  private int workers;

  @BeforeEach
  void startApi() throws IOException {
    setReplicas(2);
    workers = 2;
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/api/cluster", this::describe);
    api.start();
  }

  @AfterEach
  void stopApi() {
    api.stop(0);
  }

  @Test
  void givenADeployment_whenMeasured_thenEachSizeIsOnceItIsThereAndTheOldOneComesBack()
      throws Exception {
    Path folder = directory.resolve("folder");

    Command.Outcome done =
        experiment(Map.of(), "--workers", "3", "--repeats", "7", "--output", folder.toString());

    assertThat(done.exitCode()).as(done.stderr()).isZero();
    assertThat(said).containsExactly(2, 1, 1, 2, 2, 3);
    assertThat(Files.readAllLines(folder.resolve("runs.csv")))
        .containsExactly("round,size,digest", "1,1,one", "1,2,one", "1,3,one");
    String words =
        "reparto scale pi --samples 1e6 --cluster http://127.0.0.1:%d --output %s --repeats 7"
            .formatted(api.getAddress().getPort(), folder);
    assertThat(calls("reparto")).containsExactly(words + " -q", words + " -q", words);
    assertThat(calls("kubectl port-forward")).hasSize(3);
    assertThat(done.stdout()).isEqualTo("table of 3\n");
    assertThat(done.stderr()).contains("the report is " + folder + "/report.md");
    assertThat(replicas()).isEqualTo(2);
    assertThat(done.stdout() + done.stderr() + calls("")).doesNotContain(TOKEN);
  }

  @Test
  void givenASizeWithAnotherDigest_whenMeasured_thenItFails() throws Exception {
    Command.Outcome done =
        experiment(
            Map.of("FAKE_LAST_DIGEST", "other"),
            "--workers",
            "3",
            "--output",
            directory.resolve("folder").toString());

    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.stderr()).contains("digests differ");
    assertThat(replicas()).isEqualTo(2);
  }

  private Command.Outcome experiment(Map<String, String> more, String... options) throws Exception {
    var environment = new HashMap<>(more);
    environment.put("FAKE_CLUSTER", directory.toString());
    environment.put("FAKE_API", Integer.toString(api.getAddress().getPort()));
    environment.put("FAKE_DIGEST", "one");
    environment.put("REPARTO", FAKES.resolve("reparto").toString());
    environment.put("PATH", FAKES + ":" + System.getenv("PATH"));
    var words = new ArrayList<String>();
    words.add(SourceTree.K8S.resolve("experiment.sh").toString());
    words.addAll(List.of(options));
    Collections.addAll(words, "some-namespace", "pi", "--samples", "1e6");
    return Command.run(environment, words);
  }

  private void describe(HttpExchange exchange) throws IOException {
    boolean known =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    said.add(workers);
    String all = String.join(",", Collections.nCopies(workers, "{\"worker\":\"w\",\"slots\":1}"));
    byte[] answer = "{\"workers\":[%s]}".formatted(all).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
    workers = replicas();
  }

  private int replicas() throws IOException {
    return Integer.parseInt(Files.readString(directory.resolve("replicas")));
  }

  private void setReplicas(int number) throws IOException {
    Files.writeString(directory.resolve("replicas"), Integer.toString(number));
  }

  private List<String> calls(String beginning) throws IOException {
    try (Stream<String> all = Files.lines(directory.resolve("calls"))) {
      return all.filter(call -> call.startsWith(beginning)).toList();
    }
  }
}
