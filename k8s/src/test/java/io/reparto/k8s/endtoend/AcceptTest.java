package io.reparto.k8s.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.k8s.Command;
import io.reparto.k8s.SourceTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts for a cluster do without one. */
class AcceptTest {
  @TempDir Path directory;

  @Test
  void givenNoCluster_whenAsked_thenItSaysSoAndOnlyFailsIfOneIsRequired() throws Exception {
    Command.Outcome skipped = run("accept.sh", "localhost/reparto:0.1.0");
    Command.Outcome required = run("accept.sh", "--require", "localhost/reparto:0.1.0");
    Command.Outcome experiment = run("experiment.sh", "reparto", "pi", "--samples", "1e6");

    assertThat(skipped.exitCode()).isZero();
    assertThat(skipped.stderr()).contains("no cluster answers", "skipped");
    assertThat(required.exitCode()).isEqualTo(3);
    assertThat(required.stderr()).contains("no cluster answers");
    assertThat(experiment.exitCode()).isEqualTo(3);
  }

  @Test
  void givenNoImage_whenAsked_thenTheUsageIsSaid() throws Exception {
    Command.Outcome outcome = run("accept.sh", "--require");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.stderr()).contains("k8s/accept.sh [--require]", "IMAGE");
  }

  private Command.Outcome run(String script, String... words) throws Exception {
    var command = new ArrayList<String>();
    command.add(SourceTree.K8S.resolve(script).toString());
    command.addAll(List.of(words));
    // Whatever cluster the machine knows of, this is not the way to it.
    String nowhere = directory.resolve("no-kubeconfig").toString();
    return Command.run(
        Map.of("KUBECONFIG", nowhere, "KUBERNETES_SERVICE_HOST", "", "KUBERNETES_MASTER", ""),
        command);
  }
}
