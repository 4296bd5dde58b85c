package io.reparto.node.cli;

import io.reparto.node.cli.output.WorkerLogs;
import io.reparto.node.cli.remote.ApiAddress;
import io.reparto.node.cli.remote.ApiServer;
import io.reparto.node.local.LastWords;
import io.reparto.node.local.LocalNode;
import io.reparto.node.local.RunDirectory;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Parameter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Which cluster a command talks to: {@code --cluster URLS}, else {@code $REPARTO_URL}. */
final class ClusterOption {
  private static final String NAME = "--cluster";
  private static final String URL = "REPARTO_URL";
  private static final String TOKEN = "REPARTO_HTTP_TOKEN";

  private ClusterOption() {}

  static OptionSpec option() {
    return OptionSpec.builder(NAME)
        .paramLabel("URL[,URL]...")
        .type(String.class)
        .arity("1")
        .description(
            "The API of a running cluster, such as http://127.0.0.1:25620; of several nodes the"
                + " first that answers. Default: $REPARTO_URL. Its token is read from"
                + " $REPARTO_HTTP_TOKEN.")
        .build();
  }

  /** Whether a cluster is named, before the words are parsed. */
  static boolean isNamed(Words words, Map<String, String> environment) {
    return !words.values(NAME).isEmpty() || !environment.getOrDefault(URL, "").isEmpty();
  }

  /**
   * The address, if a cluster is named.
   *
   * @throws UsageException if it is none
   */
  static Optional<ApiAddress> read(
      ParseResult parsed, Map<String, String> environment, String command) {
    OptionSpec option = parsed.matchedOption(NAME);
    String url =
        option == null ? environment.getOrDefault(URL, "") : option.originalStringValues().get(0);
    if (url.isEmpty() && option == null) {
      return Optional.empty();
    }
    String token = environment.getOrDefault(TOKEN, "");
    try {
      return Optional.of(ApiAddress.of(servers(url, environment), token));
    } catch (IllegalArgumentException e) {
      String source = option == null ? "$" + URL : NAME;
      throw new UsageException(source + ": " + e.getMessage(), command);
    }
  }

  /** Those that are named; if one is a node of the run directory, its other nodes as well. */
  private static List<ApiServer> servers(String urls, Map<String, String> environment) {
    var servers = new LinkedHashMap<URI, ApiServer>();
    for (String url : urls.split(",", -1)) {
      var server = new ApiServer("", URI.create(url.strip()));
      servers.put(server.uri(), server);
    }
    var local = new LinkedHashMap<URI, ApiServer>();
    for (LocalNode node : RunDirectory.of(Optional.empty(), environment).nodesByLife()) {
      var server = new ApiServer(node.name(), URI.create(node.url()));
      local.put(server.uri(), server);
    }
    if (local.keySet().stream().anyMatch(servers::containsKey)) {
      servers.replaceAll((uri, server) -> local.getOrDefault(uri, server));
      local.forEach(servers::putIfAbsent);
    }
    return List.copyOf(servers.values());
  }

  /** Of the workers that are nodes of the run directory: servers have a name only if they are. */
  static WorkerLogs logs(ApiAddress cluster, Map<String, String> environment) {
    return worker ->
        cluster.servers().stream().anyMatch(server -> server.node().equals(worker))
            ? LastWords.of(RunDirectory.of(Optional.empty(), environment), worker)
            : List.of();
  }

  /** As {@link #read}, where a cluster must be named. */
  static ApiAddress require(ParseResult parsed, Map<String, String> environment, String command) {
    return read(parsed, environment, command)
        .orElseThrow(
            () ->
                new UsageException(
                    "which cluster? give --cluster=URL or set $REPARTO_URL; 'reparto up' starts one",
                    command));
  }

  /** The same job with paths that do not depend on this process's directory. */
  static JobSpec withAbsolutePaths(Job job, JobSpec spec) {
    var arguments = new HashMap<String, List<String>>(spec.arguments());
    for (Parameter parameter : job.parameters()) {
      if (parameter.placeholder().startsWith("PATH")) {
        arguments.computeIfPresent(
            parameter.name(),
            (name, paths) ->
                paths.stream().map(path -> Path.of(path).toAbsolutePath().toString()).toList());
      }
    }
    return new JobSpec(spec.job(), arguments);
  }
}
