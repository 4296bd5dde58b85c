package io.reparto.node.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparto.node.runtime.EmbeddedRuntime;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.message.JobEvent;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeJobTest {
  @TempDir Path directory;

  @Test
  void givenTheReadmesJob_whenCompiledAndRun_thenItCountsPrimes() throws Exception {
    Path source = Files.createDirectories(directory.resolve("example")).resolve("CountPrimes.java");
    Files.writeString(source, javaOfTheReadme());

    var messages = new StringWriter();
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-d",
                    directory.toString(),
                    "-classpath",
                    System.getProperty("java.class.path")),
                null,
                ToolProvider.getSystemJavaCompiler()
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjects(source))
            .call();

    assertThat(compiled).as(messages.toString()).isTrue();
    assertThat(primesBelow("1e6")).isEqualTo(78_498); // OEIS A006880
  }

  private static String javaOfTheReadme() throws Exception {
    String readme =
        Files.readString(Path.of(System.getProperty("reparto.home", ".."), "README.md"));
    int start = readme.indexOf("```java\n") + "```java\n".length();
    return readme.substring(start, readme.indexOf("```", start));
  }

  private long primesBelow(String limit) throws Exception {
    try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      Job job =
          loader
              .loadClass("example.CountPrimes")
              .asSubclass(Job.class)
              .getDeclaredConstructor()
              .newInstance();
      var last = new CompletableFuture<JobEvent>();
      try (var runtime = EmbeddedRuntime.start(Jobs.of(job), 2, 2)) {
        runtime.submit(
            new JobSpec("count-primes", Map.of("limit", List.of(limit))),
            event -> {
              if (!(event instanceof JobEvent.Planned) && !(event instanceof JobEvent.Progressed)) {
                last.complete(event);
              }
            });
        JobResult result = ((JobEvent.Succeeded) last.get(60, TimeUnit.SECONDS)).result();
        return ((LongColumn) result.columns().get(0)).values()[0];
      }
    }
  }
}
