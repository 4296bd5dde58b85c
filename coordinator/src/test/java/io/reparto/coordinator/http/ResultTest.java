package io.reparto.coordinator.http;

import static io.reparto.coordinator.http.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Results as JSON and CSV. */
class ResultTest {
  private static final int MANY = 150_000;

  private static ApiServer api;

  @BeforeAll
  static void start() {
    api = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static HttpResponse<String> resultOf(int rows, String... headers) {
    String job = api.submit("{\"job\": \"table\", \"arguments\": {\"rows\": " + rows + "}}");
    api.events(job);
    return api.get("/api/jobs/{id}/result", "/api/jobs/" + job + "/result", headers);
  }

  @Test
  void givenOddValues_whenFetchedAsJson_thenEachReadsBack() {
    HttpResponse<String> response = resultOf(0);

    JsonNode result = json(response);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.headers().firstValue("Vary")).contains("Accept");
    assertThat(result.get("digest").asText()).isEqualTo(TableJob.odd().digest());
    assertThat(result.get("columns").toString())
        .isEqualTo(
            "[{\"name\":\"n\",\"type\":\"long\"},"
                + "{\"name\":\"x, \\\"y\\\"\",\"type\":\"double\"},"
                + "{\"name\":\"größe\",\"type\":\"text\"}]");
    assertThat(response.body().substring(response.body().indexOf("\"rows\":")))
        .isEqualTo(
            """
            "rows":[
            [null,null,null]
            ,[-9223372036854775808,-0.0,""]
            ,[9223372036854775807,0.30000000000000004,"a,b"]
            ,[-1,"NaN","\\"quoted\\""]
            ,[0,"Infinity","two\\nlines"]
            ,[1,"-Infinity","\\u0000\\t€"]
            ,[2,4.9E-324,"\\uD83D\\uDE00"]
            ]}
            """);
  }

  @Test
  void givenOddValues_whenFetchedAsCsv_thenItIsWhatTheCommandLinePrints() {
    HttpResponse<String> response = resultOf(0, "Accept", "text/csv");

    assertThat(response.headers().firstValue("Content-Type")).contains("text/csv; charset=UTF-8");
    assertThat(response.body())
        .isEqualTo(
            """
            n,"x, ""y\""",größe
            ,,
            -9223372036854775808,-0.0,""
            9223372036854775807,0.30000000000000004,"a,b"
            -1,NaN,"\""quoted\"""
            0,Infinity,"two
            lines"
            1,-Infinity,\u0000\t€
            2,4.9E-324,😀
            """);
  }

  @Test
  void givenBothTypesAccepted_whenFetched_thenTheOneLikedBetterComes() {
    assertThat(resultOf(2, "Accept", "application/json;q=0.5, text/*").body())
        .isEqualTo("row,root\n0,0.0\n1,1.0\n");
    assertThat(resultOf(2, "Accept", "text/csv;q=0.5, */*").body()).startsWith("{");
  }

  @Test
  void givenManyRows_whenFetched_thenAllOfThemCome() {
    HttpResponse<String> asJson = resultOf(MANY);
    HttpResponse<String> asCsv = resultOf(MANY, "Accept", "text/csv");

    JobResult expected = TableJob.many(MANY);
    var rows = new ArrayList<Long>();
    json(asJson).get("rows").forEach(row -> rows.add(row.get(0).longValue()));
    assertThat(rows).hasSize(MANY);
    assertThat(rows.stream().mapToLong(Long::longValue).toArray())
        .isEqualTo(((LongColumn) expected.columns().get(0)).values());
    assertThat(json(asJson).get("digest").asText()).isEqualTo(expected.digest());
    List<String> lines = asCsv.body().lines().toList();
    assertThat(lines).hasSize(MANY + 1);
    assertThat(lines.get(MANY)).isEqualTo((MANY - 1) + "," + Math.sqrt(MANY - 1));
  }
}
