package io.reparto.node.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.reparto.node.cli.output.Quantities;
import io.reparto.node.cli.output.ResultFormat;
import io.reparto.node.cli.output.ResultOutput;
import io.reparto.node.local.LocalCluster;
import io.reparto.node.local.LocalNode;
import io.reparto.node.local.NodeStatus;
import io.reparto.protocol.job.Column;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.TextColumn;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the nodes and how they are. */
final class NodesCommand implements LocalCommand {

  @Override
  public String name() {
    return "nodes";
  }

  @Override
  public String summary() {
    return "List the nodes: roles, ports, and whether they run.";
  }

  @Override
  public void addTo(CommandSpec command) {
    command.addOption(RunSettings.formatOption());
  }

  @Override
  public int run(ParseResult parsed, Context context) throws IOException, InterruptedException {
    Console console = context.console();
    ResultFormat format = RunSettings.format(parsed, console.outIsTerminal(), name());
    List<NodeStatus> nodes = new LocalCluster(context.directory(), context::say).nodes();
    if (nodes.isEmpty()) {
      context.say("no cluster here: run directory=" + context.directory().root());
    }
    try {
      if (format == ResultFormat.JSON) {
        writeJson(nodes, console);
      } else {
        ResultOutput.print(rows(nodes, format), format, 0, console);
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      int code = OutputFailure.report(e, console);
      return code == OutputFailure.READER_GONE ? ExitCode.DONE : code;
    }
  }

  private static JobResult rows(List<NodeStatus> nodes, ResultFormat format) {
    boolean forPeople = format == ResultFormat.TABLE;
    Column uptime =
        forPeople
            ? text("uptime", nodes, each -> each.uptime().map(Quantities::seconds).orElse(null))
            : number("uptime_seconds", nodes, NodesCommand::uptimeSeconds);
    return new JobResult(
        List.of(
            text("name", nodes, each -> each.entry().name()),
            number("pid", nodes, each -> each.entry().process().pid()),
            text("roles", nodes, each -> String.join(",", node(each).role().names())),
            number(
                forPeople ? "Artery" : "artery_port",
                nodes,
                each -> (long) node(each).arteryPort()),
            number(forPeople ? "HTTP" : "http_port", nodes, each -> (long) node(each).httpPort()),
            text("state", nodes, each -> each.state().word()),
            uptime,
            number("slots", nodes, NodesCommand::slots)));
  }

  private static LocalNode node(NodeStatus status) {
    return status.entry().node();
  }

  private static Long uptimeSeconds(NodeStatus status) {
    return status.uptime().map(uptime -> uptime.toSeconds()).orElse(null);
  }

  /** Null without a worker. */
  private static Long slots(NodeStatus status) {
    return node(status).role().works() ? (long) node(status).slots() : null;
  }

  private static Column text(
      String name, List<NodeStatus> nodes, Function<NodeStatus, String> value) {
    return TextColumn.of(name, nodes.stream().map(value).toList());
  }

  private static Column number(
      String name, List<NodeStatus> nodes, Function<NodeStatus, Long> value) {
    var values = new long[nodes.size()];
    var nulls = new BitSet();
    for (int row = 0; row < values.length; row++) {
      Long number = value.apply(nodes.get(row));
      nulls.set(row, number == null);
      values[row] = number == null ? 0 : number;
    }
    return new LongColumn(name, values, nulls);
  }

  private static void writeJson(List<NodeStatus> nodes, Console console) throws IOException {
    var factory = new JsonFactory().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
    JsonGenerator json = factory.createGenerator(console.out());
    json.writeStartArray();
    for (NodeStatus each : nodes) {
      json.writeStartObject();
      json.writeStringField("name", each.entry().name());
      json.writeNumberField("pid", each.entry().process().pid());
      json.writeArrayFieldStart("roles");
      for (String role : node(each).role().names()) {
        json.writeString(role);
      }
      json.writeEndArray();
      json.writeNumberField("arteryPort", node(each).arteryPort());
      json.writeNumberField("httpPort", node(each).httpPort());
      json.writeStringField("state", each.state().word());
      writeNullable("uptimeSeconds", uptimeSeconds(each), json);
      writeNullable("slots", slots(each), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeRaw('\n');
    json.flush();
  }

  private static void writeNullable(String name, Long value, JsonGenerator json)
      throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }
}
