package io.reparto.node.local;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path directory;

  @Test
  void givenOptionAndEnvironment_whenChosen_thenTheOptionComesFirst() {
    Map<String, String> environment = Map.of("REPARTO_RUN_DIR", "/from/environment");

    assertThat(RunDirectory.of(Optional.of("/given/../there"), environment).root())
        .isEqualTo(Path.of("/there"));
    assertThat(RunDirectory.of(Optional.empty(), environment).root())
        .isEqualTo(Path.of("/from/environment"));
    assertThat(RunDirectory.of(Optional.empty(), Map.of()).root())
        .isEqualTo(Path.of(".reparto").toAbsolutePath());
  }

  @Test
  void givenAnEntry_whenWritten_thenOnlyTheOwnerMayReadIt() throws Exception {
    var run = new RunDirectory(directory.resolve("a/b"));
    LocalNode node = ClusterOptions.of(Map.of()).nodes().get(0);
    var entry = new NodeEntry(node, new ProcessIdentity(1, "x"), false, Optional.empty());

    run.write(entry);

    assertThat(run.entries()).containsExactly(entry);
    Path file = run.node("node-1").resolve("node.properties");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(run.root())).isEqualTo(fromString("rwx------"));
  }

  @Test
  void givenAFileThatCannotBeRead_whenListed_thenItIsNamed() throws Exception {
    Path file = directory.resolve("node-1/node.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "number=one");

    assertThatThrownBy(() -> new RunDirectory(directory).entries())
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("file=" + file);
  }

  @Test
  void givenACommandUnderWay_whenAnotherComes_thenItSaysSoAndWaits() throws Exception {
    var run = new RunDirectory(directory);
    var noted = new CompletableFuture<String>();
    var second = new CompletableFuture<Boolean>();
    var firstIsOver = new CompletableFuture<Void>();

    run.whileLocked(
        note -> {},
        () -> {
          var thread =
              new Thread(
                  () -> {
                    try {
                      second.complete(run.whileLocked(noted::complete, firstIsOver::isDone));
                    } catch (Exception e) {
                      second.completeExceptionally(e);
                    }
                  });
          thread.start();
          assertThat(noted.orTimeout(10, TimeUnit.SECONDS).join())
              .startsWith("waiting for another command on this cluster: lock=" + directory);
          assertThat(second).isNotDone();
          return firstIsOver.complete(null);
        });

    assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
  }
}
