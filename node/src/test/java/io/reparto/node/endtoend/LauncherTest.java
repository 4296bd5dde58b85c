package io.reparto.node.endtoend;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.endtoend.RepartoProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What ./reparto does before the JVM starts; the Java homes here are fakes that say who they are.
 */
class LauncherTest {
  @TempDir Path directory;

  @Test
  void givenAnOldJavaHome_whenRun_thenItSaysSoAndExitsWith2() throws Exception {
    Path home = javaHome("old", "11.0.22");

    Outcome outcome = RepartoProcess.reparto("--version").with("JAVA_HOME", home.toString()).run();

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.stderr()).hasLineCount(1).contains("older than Java 17", "version=11.0.22");
  }

  @Test
  void givenAJavaHomeThatIsNone_whenRun_thenItSaysSoAndExitsWith2() throws Exception {
    Outcome outcome =
        RepartoProcess.reparto("--version").with("JAVA_HOME", directory.toString()).run();

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.stderr()).hasLineCount(1).contains("JAVA_HOME=" + directory);
  }

  @Test
  void givenJavaOnThePathNewerThanAll_whenRun_thenItIsTaken() throws Exception {
    Path home = javaHome("newest", "999.0.1");
    Files.createDirectories(directory.resolve("bin"));
    Files.createSymbolicLink(directory.resolve("bin/java"), home.resolve("bin/java"));

    Outcome outcome =
        RepartoProcess.reparto("one", "two words")
            .with("JAVA_HOME", "")
            .with("XDG_CACHE_HOME", directory.toString())
            .with("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"))
            .run();

    assertThat(outcome.stdout()).startsWith("newest\n").endsWith("\none\ntwo words\n");
    assertThat(outcome.exitCode()).isEqualTo(7);
  }

  @Test
  void givenALinkToTheScript_whenRunFromAnotherDirectory_thenTheDirectoryStays() throws Exception {
    Path home = javaHome("linked", "17.0.1");
    Path link = directory.resolve("a link");
    Files.createSymbolicLink(link, RepartoProcess.HOME.resolve("reparto").normalize());

    Outcome outcome =
        RepartoProcess.bash("exec './a link' here")
            .in(directory)
            .with("JAVA_HOME", home.toString())
            .run();

    assertThat(outcome.stdout()).startsWith("linked\n" + directory.toRealPath() + "\n");
    assertThat(outcome.exitCode()).isEqualTo(7);
  }

  @Test
  void givenJavaOptions_whenRun_thenTheyComeBeforeTheClassAndAfterOurs() throws Exception {
    Path home = javaHome("options", "25.0.1");

    Outcome outcome =
        RepartoProcess.reparto("end")
            .with("JAVA_HOME", home.toString())
            .with("REPARTO_JAVA_OPTS", "-Xmx1g -Dkey=*")
            .run();

    assertThat(outcome.stdout())
        .contains("\n--sun-misc-unsafe-memory-access=allow\n", "\n-Xmx1g\n-Dkey=*\n-cp\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "up", "add"})
  void givenACommandOfNodes_whenRun_thenNothingIsCompiledLaterThanUsual(String command)
      throws Exception {
    String home = javaHome("compiler", "25.0.1").toString();

    Outcome nodes =
        RepartoProcess.reparto(command).with("JAVA_HOME", home).with("REPARTO_JAVA_OPTS", "").run();
    Outcome others = RepartoProcess.reparto("run").with("JAVA_HOME", home).run();

    assertThat(others.stdout()).contains("-XX:Tier3InvocationThreshold=");
    assertThat(nodes.stdout()).contains("-XX:+UseParallelGC").doesNotContain("-XX:Tier");
  }

  /** A Java home whose java prints its name, its directory and its arguments, and exits with 7. */
  private Path javaHome(String name, String version) throws IOException {
    Path home = Files.createDirectories(directory.resolve("homes").resolve(name));
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
    Path java = home.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\necho " + name + "\npwd\nprintf '%s\\n' \"$@\"\nexit 7\n");
    Files.setPosixFilePermissions(java, fromString("rwxr-xr-x"));
    return home;
  }
}
