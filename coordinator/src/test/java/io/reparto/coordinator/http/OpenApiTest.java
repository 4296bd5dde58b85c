package io.reparto.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.reparto.protocol.api.StatusJson;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** openapi.json against the routes; {@link ApiServer} compares it with every answer. */
class OpenApiTest {
  private static ActorTestKit testKit;
  private static List<Endpoint> endpoints;

  private final ApiDescription description = new ApiDescription();

  @BeforeAll
  static void start() {
    testKit = ActorTestKit.create();
    endpoints =
        new HttpApi(
                testKit.system(),
                testKit.createTestProbe(CoordinatorCommand.class).ref(),
                Jobs.of(),
                HttpSettings.from(ConfigFactory.load()),
                () -> CompletableFuture.completedStage(List.of()))
            .endpoints();
  }

  @AfterAll
  static void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void givenTheRoutes_whenCompared_thenEachIsDescribedAndNoOther() {
    assertThat(description.root().get("openapi").asText()).startsWith("3.1.");
    assertThat(description.operations())
        .containsExactlyInAnyOrderElementsOf(
            endpoints.stream()
                .map(endpoint -> endpoint.method().value() + " " + endpoint.template())
                .toList());
  }

  @Test
  void givenEachRoute_whenCompared_thenItsTypesAndQueriesAreTheDescribedOnes() {
    for (Endpoint endpoint : endpoints) {
      JsonNode operation = description.operation(endpoint.method().value(), endpoint.template());
      var types = new HashSet<String>();
      var queries = new HashSet<String>();
      operation
          .get("responses")
          .fields()
          .forEachRemaining(
              response -> {
                if (response.getKey().startsWith("2")) {
                  response.getValue().get("content").fieldNames().forEachRemaining(types::add);
                }
              });
      operation
          .path("parameters")
          .forEach(
              parameter -> {
                if (parameter.path("in").asText().equals("query")) {
                  queries.add(parameter.get("name").asText());
                }
              });

      assertThat(types)
          .as(endpoint.toString())
          .containsExactlyInAnyOrderElementsOf(endpoint.produces());
      assertThat(queries).as(endpoint.toString()).isEqualTo(endpoint.queries());
    }
  }

  @Test
  void givenTheReferences_whenFollowed_thenEachLeadsSomewhere() {
    List<String> references = description.root().findValuesAsText("$ref");

    assertThat(references).hasSizeGreaterThan(50);
    for (String reference : references) {
      assertThat(description.root().at(reference.substring(1)).isObject()).as(reference).isTrue();
    }
  }

  @Test
  void givenTheStates_whenCompared_thenTheDescriptionListsThemAll() {
    var described = new ArrayList<String>();
    description
        .root()
        .at("/components/schemas/State/enum")
        .forEach(one -> described.add(one.asText()));

    assertThat(described)
        .isEqualTo(Arrays.stream(JobStatus.State.values()).map(StatusJson::name).toList());
  }
}
