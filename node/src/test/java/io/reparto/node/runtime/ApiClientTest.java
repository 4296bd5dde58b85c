package io.reparto.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparto.node.cli.remote.ApiAddress;
import io.reparto.node.cli.remote.ApiClient;
import io.reparto.node.cli.remote.ApiException;
import io.reparto.node.cli.remote.ApiServer;
import io.reparto.protocol.api.ClusterJson;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobStatus.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command line's client against the real API, a coordinator and a worker. */
class ApiClientTest {
  private static final int PART_BYTES = 1024;
  private static final String TOKEN = "a-token-of-24-characters";

  private static RealApi api;
  private static ApiClient client;

  @BeforeAll
  static void start() {
    api = RealApi.start(Jobs.of(new HarmonicJob()), PART_BYTES, TOKEN);
    client = new ApiClient(ApiAddress.of(api.uri(), TOKEN));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static JobSpec harmonic(int tasks) {
    return new JobSpec("harmonic", Map.of("tasks", List.of(Integer.toString(tasks))));
  }

  /** Runs until it is cancelled. */
  private static JobSpec endless() {
    return new JobSpec(
        "harmonic",
        Map.of("tasks", List.of("2"), "bad-task", List.of("1"), "behaviour", List.of("endless")));
  }

  @Test
  void givenAJob_whenSubmittedAndFollowed_thenItsResultArrivesWhole() throws Exception {
    var heard = new ArrayList<JobStatus>();

    JobStatus accepted = client.submit(harmonic(1000), new JobOptions(3, false));
    JobStatus last = client.follow(accepted.job(), heard::add);
    JobResult result = client.result(accepted.job());

    assertThat(accepted.name()).isEqualTo("harmonic");
    assertThat(accepted.options()).isEqualTo(new JobOptions(3, false));
    assertThat(last.state()).isEqualTo(State.SUCCEEDED);
    assertThat(last.summary().ledger().committed()).isEqualTo(1000);
    assertThat(heard).extracting(JobStatus::revision).isSorted().doesNotHaveDuplicates();
    assertThat(heard.get(heard.size() - 1)).isEqualTo(last);
    assertThat(result.digest()).isEqualTo(last.digest());
    assertThat(client.describe(accepted.job())).isEqualTo(last);
    assertThat(client.cancel(accepted.job())).as("after its end").isEqualTo(last);
    assertThat(client.list(Optional.of(State.SUCCEEDED)))
        .extracting(JobStatus::job)
        .contains(accepted.job());
    assertThat(client.list(Optional.of(State.FAILED))).isEmpty();
    assertThat(client.cluster().workers()).extracting(ClusterJson.WorkerJson::worker).contains("w");
  }

  @Test
  void givenABrokenConnection_whenFollowed_thenItGoesOnWhereItWas() throws Exception {
    var heard = new ArrayList<JobStatus>();
    try (var link = new BreakableLink(api.server().address().getPort())) {
      var linked = new ApiClient(ApiAddress.of(link.uri(), TOKEN));
      JobId job = linked.submit(endless(), JobOptions.USUAL).job();

      JobStatus last =
          linked.follow(
              job,
              status -> {
                heard.add(status);
                if (heard.size() == 3) {
                  link.breakAll();
                }
                if (heard.size() == 6) {
                  api.testKit().system().executionContext().execute(() -> cancel(job));
                }
              });

      assertThat(last.state()).isEqualTo(State.CANCELLED);
      assertThat(link.connections()).isGreaterThanOrEqualTo(2);
      assertThat(heard).extracting(JobStatus::revision).isSorted().doesNotHaveDuplicates();
    }
  }

  private static void cancel(JobId job) {
    try {
      client.cancel(job);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void givenARunningJob_whenCancelled_thenItHasEndedAndHasNoResult() throws Exception {
    JobId job = client.submit(endless(), JobOptions.USUAL).job();

    JobStatus last = client.cancel(job);

    assertThat(last.state()).isEqualTo(State.CANCELLED);
    assertThatThrownBy(() -> client.result(job))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(409))
        .hasMessageContaining("state=cancelled");
  }

  @Test
  void givenWhatTheServerRefuses_whenAsked_thenItsOwnWordsAreTold() {
    var absent = new JobId("absent");
    assertRefused(404, "job=absent", () -> client.describe(absent));
    assertRefused(404, "job=absent", () -> client.follow(absent, status -> {}));
    assertRefused(404, "job=absent", () -> client.result(absent));
    assertRefused(
        422,
        "talks",
        () -> client.submit(new JobSpec("harmonic", Map.of("talks", List.of())), JobOptions.USUAL));
    var stranger = new ApiClient(ApiAddress.of(api.uri(), ""));
    assertRefused(401, "Authorization: Bearer", stranger::cluster);
  }

  private static void assertRefused(
      int status, String words, org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(status))
        .hasMessageContaining(words);
  }

  @Test
  void givenNoServer_whenAsked_thenPatienceEndsAndTheAddressIsTold() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var lost =
        new ApiClient(
            new ApiAddress(
                List.of(new ApiServer("", URI.create("http://127.0.0.1:" + port))),
                "",
                Duration.ofSeconds(1),
                Duration.ofMillis(50),
                Duration.ofSeconds(1)));

    assertRefused(0, "http://127.0.0.1:" + port, lost::cluster);
    assertRefused(0, "is the cluster up?", () -> lost.follow(new JobId("job"), status -> {}));
    assertRefused(0, "is the cluster up?", () -> lost.result(new JobId("job")));
  }

  @Test
  void givenWhatIsNoAddress_whenRead_thenItIsRefused() {
    for (String text : List.of("localhost:8550", "ftp://a", "http://a/path", "http:///x", "x")) {
      assertThatThrownBy(() -> ApiAddress.of(URI.create(text), ""))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(text);
    }
  }
}
