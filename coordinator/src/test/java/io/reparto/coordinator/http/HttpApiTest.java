package io.reparto.coordinator.http;

import static io.reparto.coordinator.http.ApiServer.assertProblem;
import static io.reparto.coordinator.http.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.reparto.coordinator.FakeWorker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each operation of the API and what it refuses, over a socket. */
class HttpApiTest {
  private static final String ONE_JOB = "/api/jobs/{id}";
  private static final String BRACKET = "{\"job\": \"bracket\", \"arguments\": {\"tasks\": 2}}";

  // Ends by itself; jobs that wait for a worker would get the worker of another test.
  private static final String TABLE = "{\"job\": \"table\", \"arguments\": {\"rows\": 2}}";

  private static ApiServer api;

  @BeforeAll
  static void start() {
    api = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void givenAJob_whenSubmittedAndRun_thenItIsDescribedListedAndHasAResult() {
    HttpResponse<String> submitted =
        api.post(
            "{\"job\": \"bracket\", \"arguments\": {\"tasks\": [\"2\"]}, \"priority\": 7,"
                + " \"speculation\": false}");
    String job = json(submitted).get("job").asText();
    FakeWorker worker = api.worker("run");
    worker.run(worker.lease(0, 0), "");
    worker.run(worker.lease(0, 1), "");
    api.events(job);

    JsonNode described = json(api.get(ONE_JOB, "/api/jobs/" + job));
    JsonNode listed = json(api.get("/api/jobs", "/api/jobs?state=succeeded")).get("jobs");
    JsonNode failed = json(api.get("/api/jobs", "/api/jobs?state=failed")).get("jobs");
    JsonNode result = json(api.get(ONE_JOB + "/result", "/api/jobs/" + job + "/result"));

    assertThat(submitted.statusCode()).isEqualTo(201);
    assertThat(submitted.headers().firstValue("Location")).contains("/api/jobs/" + job);
    assertThat(job).startsWith("bracket-");
    assertThat(json(submitted).get("priority").asInt()).isEqualTo(7);
    assertThat(json(submitted).get("speculation")).isEqualTo(BooleanNode.FALSE);
    assertThat(described.get("speculation")).isEqualTo(BooleanNode.FALSE);
    assertThat(described.get("name").asText()).isEqualTo("bracket");
    assertThat(described.get("state").asText()).isEqualTo("succeeded");
    assertThat(described.at("/tasks/committed").asInt()).isEqualTo(2);
    assertThat(described.at("/units/unit").asText()).isEqualTo("tasks");
    assertThat(described.at("/units/total").asInt()).isEqualTo(2);
    assertThat(described.get("reason").isNull()).isTrue();
    assertThat(listed.findValuesAsText("job")).contains(job);
    assertThat(failed.findValuesAsText("job")).doesNotContain(job);
    assertThat(result.get("digest")).isEqualTo(described.get("digest"));
    assertThat(result.get("rows").toString()).isEqualTo("[[\"(0.1.)\"]]");
  }

  @Test
  void givenARunningJob_whenDeleted_thenItIsCancelledAndHasNoResult() {
    String job = api.submit(BRACKET);

    HttpResponse<String> deleted = api.delete(job);

    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(json(deleted).get("state").asText()).isEqualTo("cancelled");
    assertThat(json(api.delete(job))).as("again").isEqualTo(json(deleted));
    HttpResponse<String> result = api.get(ONE_JOB + "/result", "/api/jobs/" + job + "/result");
    assertProblem(result, 409, job, "cancelled");
    assertThat(json(result).get("state").asText()).isEqualTo("cancelled");
  }

  @Test
  void givenAJobThatFails_whenItsResultIsFetched_thenTheReasonIsTold() {
    String job =
        api.submit("{\"job\": \"bracket\", \"arguments\": {\"tasks\": 2, \"fault\": \"invalid\"}}");
    api.events(job);

    HttpResponse<String> result = api.get(ONE_JOB + "/result", "/api/jobs/" + job + "/result");

    assertProblem(result, 409, "state=failed", "no such column: name=x");
  }

  @Test
  void givenAJobThatRuns_whenDiagnosed_thenItsInnerStateIsThereUntilItEnds() {
    String job = api.submit("{\"job\": \"bracket\", \"arguments\": {\"tasks\": 7}}");
    String template = "/api/jobs/{id}/diagnostics";
    String path = "/api/jobs/" + job + "/diagnostics";
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    HttpResponse<String> answer = api.get(template, path);
    while (answer.statusCode() == 409 && System.nanoTime() < end) { // being planned
      answer = api.get(template, path);
    }

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode diagnosis = json(answer);
    assertThat(diagnosis.get("phase").asText()).isEqualTo("running");
    assertThat(diagnosis.at("/tasks/planned").asInt()).isEqualTo(7);
    api.delete(job);
    assertProblem(api.get(template, path), 409, "state=cancelled");
    assertProblem(api.get(template, "/api/jobs/unknown/diagnostics"), 404, "job=unknown");
  }

  @Test
  void givenAWorker_whenTheClusterIsDescribed_thenItIsThere() {
    api.worker("seen");

    JsonNode cluster = json(api.get("/api/cluster", "/api/cluster"));

    assertThat(cluster.get("term").asInt()).isEqualTo(1);
    assertThat(cluster.get("coordinator").asText()).isEmpty(); // a system without an address
    assertThat(cluster.get("workers").findValuesAsText("worker")).contains("seen");
    assertThat(cluster.get("slots").asInt()).isEqualTo(cluster.get("workers").size());
    assertThat(cluster.at("/nodes/0/api").asText()).isEqualTo("http://10.0.0.1:2");
    assertThat(cluster.at("/nodes/1/api").isNull()).isTrue();
    assertThat(cluster.get("nodes")).hasSameSizeAs(ApiServer.NODES);
  }

  @Test
  void givenAKey_whenTheRequestIsRepeated_thenTheJobRunsOnce() {
    String key = "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"";
    HttpResponse<String> first = api.post(TABLE, "Idempotency-Key", key);

    HttpResponse<String> second =
        api.post(
            "{\"priority\":1, \"arguments\":{\"rows\":[\"2\"]}, \"job\":\"table\"}",
            "Idempotency-Key",
            key);
    HttpResponse<String> unquoted =
        api.post(TABLE, "Idempotency-Key", key.substring(1, key.length() - 1));
    HttpResponse<String> otherKey = api.post(TABLE, "Idempotency-Key", "other");

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(json(second).get("job")).isEqualTo(json(first).get("job"));
    assertThat(json(unquoted).get("job")).isEqualTo(json(first).get("job"));
    assertThat(json(otherKey).get("job")).isNotEqualTo(json(first).get("job"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"job\": \"table\", \"arguments\": {\"rows\": 3}}",
        "{\"job\": \"table\", \"arguments\": {\"rows\": 2}, \"priority\": 2}",
        "{\"job\": \"table\", \"arguments\": {\"rows\": 2}, \"speculation\": false}",
        "{\"job\": \"table\"}",
        "{\"job\": \"bracket\", \"arguments\": {\"tasks\": 0}}"
      })
  void givenAUsedKey_whenAnotherRequestComesWithIt_thenItIsRefused(String other) {
    String key = "used-" + other.hashCode();
    HttpResponse<String> first = api.post(TABLE, "Idempotency-Key", key);

    HttpResponse<String> second = api.post(other, "Idempotency-Key", key);

    assertProblem(second, 422, "Idempotency-Key");
    assertThat(json(second).get("job")).isEqualTo(json(first).get("job"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"job\": \"bracket\", \"arguments\": {\"tasks\": 1}, \"priorty\": 1} | 422 | priorty",
        "{\"job\": \"bracket\", \"arguments\": {\"tasks\": 1, \"talks\": 1}} | 422 | talks",
        "{\"job\": \"nojob\"} | 422 | nojob",
        "{\"arguments\": {}} | 422 | job must be",
        "{\"job\": 7} | 422 | job must be",
        "{\"job\": \"bracket\"} | 422 | arguments.tasks is required",
        "{\"job\": \"bracket\", \"arguments\": {\"tasks\": [1, 2]}} | 422 | [1,2]",
        "{\"job\": \"bracket\", \"arguments\": {\"tasks\": []}} | 422 | arguments.tasks",
        "{\"job\": \"bracket\", \"arguments\": {\"tasks\": {\"a\": 1}}} | 422 | arguments.tasks",
        "{\"job\": \"bracket\", \"arguments\": {\"tasks\": [[1]]}} | 422 | arguments.tasks",
        "{\"job\": \"bracket\", \"arguments\": {\"tasks\": \"\\ud83d\"}} | 422 | Unicode",
        "{\"job\": \"bracket\", \"arguments\": []} | 422 | arguments must be an object",
        "{\"job\": \"table\", \"arguments\": {\"fast\": \"yes\"}} | 422 | true or false",
        "{\"job\": \"table\", \"priority\": 0} | 422 | priority",
        "{\"job\": \"table\", \"priority\": 101} | 422 | priority",
        "{\"job\": \"table\", \"priority\": 1.5} | 422 | priority",
        "{\"job\": \"table\", \"priority\": \"1\"} | 422 | priority",
        "{\"job\": \"table\", \"priority\": 4294967297} | 422 | priority",
        "{\"job\": \"table\", \"speculation\": \"false\"} | 422 | speculation",
        "{\"job\": \"table\", \"speculation\": 0} | 422 | speculation",
        "[] | 422 | must be an object",
        "`` | 422 | nothing",
        "{\"job\": | 400 | line=1",
        "{} {} | 400 | not JSON",
        "{\"job\": \"table\", \"job\": \"table\"} | 400 | Duplicate field 'job'"
      })
  void givenABodyThatIsNotAJob_whenSubmitted_thenTheProblemNamesIt(
      String body, int status, String named) {
    assertProblem(api.post(body), status, named);
  }

  @Test
  void givenABodyNestedDeeply_whenSubmitted_thenItIsRefused() {
    assertProblem(api.post("[".repeat(60_000)), 400, "not JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"job\": \"table\", \"arguments\": {\"fast\": true, \"names\": [\"a\", 1, 2.5]}}",
        "{\"job\": \"table\", \"arguments\": {\"fast\": false, \"names\": \"a\"}}",
        "{\"job\": \"table\", \"arguments\": {\"fast\": [], \"rows\": null}}",
        "{\"job\": \"table\", \"arguments\": {\"rows\": 1e1}, \"priority\": null, \"speculation\": null}",
        "{\"job\": \"table\", \"arguments\": null}"
      })
  void givenAnotherFormOfArguments_whenSubmitted_thenItIsTaken(String body) {
    String job = api.submit(body);

    assertThat(api.events(job).body()).contains("\"state\":\"succeeded\"");
  }

  @Test
  void givenABodyBeyondTheLimit_whenSubmitted_thenItIsRefused() {
    String large = "{\"job\": \"" + "x".repeat(200_000) + "\"}";

    HttpResponse<String> known = api.post(large);
    HttpResponse<String> streamed =
        api.send(
            "/api/jobs",
            api.request("/api/jobs", "Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString(large))));

    assertProblem(known, 413, "131072");
    assertProblem(streamed, 413, "131072");
  }

  @Test
  void givenABodyOfAnotherType_whenSubmitted_thenItIsRefused() {
    HttpResponse<String> response =
        api.send(
            "/api/jobs",
            api.request("/api/jobs", "Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(BRACKET)));

    assertProblem(response, 415, "application/json", "text/plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api", "/api/jobs/", "/api/jobs//result", "/api/jobs/a/b", "/x"})
  void givenAPathThatIsNone_whenAsked_thenItIsNotFound(String path) {
    assertProblem(api.get(null, path), 404, "no such path", path);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/api/jobs,'POST, GET'",
    "POST,/api/jobs/a,'GET, DELETE'",
    "DELETE,/api/jobs/a/result,GET",
    "OPTIONS,/api/cluster,GET"
  })
  void givenAMethodThatAPathHasNot_whenAsked_thenTheOthersAreNamed(
      String method, String path, String allowed) {
    HttpResponse<String> response =
        api.send(
            null, api.request(path).method(method, HttpRequest.BodyPublishers.ofString("body")));

    assertProblem(response, 405, method);
    assertThat(response.headers().firstValue("Allow")).contains(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/result", "/events"})
  void givenNoSuchJob_whenAsked_thenThatIsSaid(String what) {
    assertProblem(api.get(ONE_JOB + what, "/api/jobs/absent" + what), 404, "job=absent");
    assertProblem(api.get(ONE_JOB + what, "/api/jobs/no_id!" + what), 404, "no such job");
    assertProblem(api.delete("absent"), 404, "job=absent");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/jobs,text/html",
    "/api/jobs/{id},application/xml",
    "/api/jobs/{id}/result,image/png",
    "/api/jobs/{id}/events,application/json",
    "/api/cluster,text/csv",
    "/api/openapi.json,application/json;q=0"
  })
  void givenATypeThatIsNotToBeHad_whenAsked_thenThoseThatAreAreNamed(String path, String accept) {
    HttpResponse<String> response = api.get(path, path.replace("{id}", "job"), "Accept", accept);

    assertProblem(response, 406, "available=[");
  }

  @Test
  void givenAQueryThatIsNotKnown_whenAsked_thenItIsRefusedByName() {
    assertProblem(api.get("/api/jobs", "/api/jobs?stat=failed"), 400, "stat", "[state]");
    assertProblem(api.get("/api/jobs", "/api/jobs?state=dead"), 400, "dead", "succeeded");
    assertProblem(api.get("/api/cluster", "/api/cluster?state=x"), 400, "state", "[]");
  }

  @Test
  void givenAKeyTooLong_whenSubmitted_thenItIsRefused() {
    assertProblem(api.post(BRACKET, "Idempotency-Key", "x".repeat(256)), 400, "256");
    assertProblem(api.post(BRACKET, "Idempotency-Key", "\"\""), 400, "Idempotency-Key");
  }

  @Test
  void givenHead_whenAsked_thenItIsAnsweredLikeGet() {
    HttpResponse<String> response =
        api.send(
            null, api.request("/api/cluster").method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void givenAForeignHostName_whenThereIsNoToken_thenTheRequestIsMisdirected() throws IOException {
    assertThat(raw("GET /api/cluster HTTP/1.1\r\nHost: attacker.example\r\n"))
        .startsWith("HTTP/1.1 421")
        .contains("application/problem+json", "attacker.example");
    assertThat(raw("GET /api/cluster HTTP/1.1\r\nHost: LOCALHOST:1\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(raw("GET /api/cluster HTTP/1.1\r\nHost: [::1]\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void givenWhatIsNoRequest_whenSent_thenTheAnswerIsAProblemAsWell() throws IOException {
    assertThat(raw("GET /api/%zz HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json", "\"status\":400");
  }

  private static String raw(String request) throws IOException {
    try (var socket =
            new Socket(InetAddress.getLoopbackAddress(), api.server().address().getPort());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      out.write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
