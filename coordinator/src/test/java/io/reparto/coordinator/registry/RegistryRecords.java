package io.reparto.coordinator.registry;

import static io.reparto.coordinator.registry.RegistryCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import io.reparto.coordinator.registry.JobRegistry.Takeover;
import io.reparto.coordinator.registry.RegistryCluster.Node;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobOptions;
import io.reparto.protocol.message.JobRecord;
import io.reparto.protocol.message.JobStatus;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/** Records for tests of the registry, and what they do with them. */
final class RegistryRecords {
  static final Random RANDOM = new Random(4);

  private RegistryRecords() {}

  static JobId id(int number) {
    return new JobId("pi-" + number);
  }

  static JobRecord.Accepted accepted(int number, String argument) {
    return new JobRecord.Accepted(
        id(number),
        new JobSpec("pi", Map.of("samples", List.of(argument))),
        JobOptions.USUAL,
        Instant.ofEpochSecond(number),
        List.of());
  }

  static JobRecord.Ended ended(int number, byte[] result, String text) {
    var certificate = new DeathCertificate(3, 1, text, "worker-0", text, text, Duration.ZERO);
    var summary =
        new JobSummary(
            new LedgerCounts(8, 8, 9, 0),
            new Work(70, 80),
            "samples",
            Duration.ofMillis(5),
            Duration.ofSeconds(6),
            Collections.nCopies(100, text),
            Collections.nCopies(100, certificate));
    var status =
        new JobStatus(
            id(number),
            "pi",
            "ab12",
            JobStatus.State.SUCCEEDED,
            JobOptions.USUAL,
            17,
            Instant.ofEpochSecond(number),
            new Work(70, 80),
            text,
            summary,
            text,
            "cd34");
    return new JobRecord.Ended(status, result);
  }

  static JobRecord.Ended ended(int number) {
    return ended(number, new byte[] {1, 2, 3}, "");
  }

  static String incompressible(int characters) {
    byte[] bytes = new byte[characters];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes).substring(0, characters);
  }

  static void putAll(Node node, List<? extends JobRecord> jobs) throws Exception {
    var puts = new ArrayList<CompletionStage<Done>>();
    jobs.forEach(job -> puts.add(node.registry().put(job)));
    for (CompletionStage<Done> put : puts) {
      await(put);
    }
  }

  static Takeover takeOver(Node node) throws Exception {
    return await(node.registry().takeOver());
  }

  static void assertSame(List<JobRecord> found, List<? extends JobRecord> expected) {
    assertThat(found)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}
