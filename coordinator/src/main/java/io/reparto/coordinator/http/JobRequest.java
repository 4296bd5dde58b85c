package io.reparto.coordinator.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.message.JobOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What the body of a request for a job says. */
record JobRequest(JobSpec spec, JobOptions options) {
  private static final List<String> FIELDS = List.of("job", "arguments", "priority", "speculation");
  private static final int MOST_SHOWN = 100;

  /**
   * Reads and checks a body: whatever is not known is refused by its name.
   *
   * @throws HttpProblem if the body is not JSON, or not that of a request for one of {@code jobs}
   */
  static JobRequest read(byte[] body, Jobs jobs) {
    JsonNode root = parse(body);
    if (!root.isObject()) {
      throw HttpProblem.unprocessable(
          "the body must be an object such as {\"job\": \"NAME\"}: given=" + shown(root));
    }
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                throw HttpProblem.unprocessable(
                    "no such field: name=" + shown(name) + ", known=" + FIELDS);
              }
            });
    JsonNode name = root.path("job");
    if (!name.isTextual()) {
      throw HttpProblem.unprocessable("job must be the name of a job: given=" + shown(name));
    }
    try {
      Job job = jobs.named(name.textValue());
      var arguments = JobArguments.read(job, arguments(root));
      return new JobRequest(new JobSpec(job.name(), arguments), options(root));
    } catch (InvalidJobException e) {
      throw HttpProblem.unprocessable(e.getMessage());
    }
  }

  private static JsonNode parse(byte[] body) {
    try {
      return ApiJson.STRICT.readTree(body);
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation();
      throw HttpProblem.badRequest(
          "the body is not JSON: "
              + shown(e.getOriginalMessage())
              + (where == null
                  ? ""
                  : ", line=" + where.getLineNr() + ", column=" + where.getColumnNr()));
    } catch (IOException e) {
      throw HttpProblem.badRequest("the body is not JSON in UTF-8: " + shown(e.getMessage()));
    }
  }

  private static ObjectNode arguments(JsonNode root) {
    JsonNode arguments = root.path("arguments");
    if (arguments.isObject()) {
      return (ObjectNode) arguments;
    }
    if (arguments.isMissingNode() || arguments.isNull()) {
      return ApiJson.STRICT.createObjectNode();
    }
    throw HttpProblem.unprocessable(
        "arguments must be an object with a field for each parameter: given=" + shown(arguments));
  }

  private static JobOptions options(JsonNode root) {
    return new JobOptions(priority(root), speculation(root));
  }

  private static boolean speculation(JsonNode root) {
    JsonNode speculation = root.path("speculation");
    if (speculation.isMissingNode() || speculation.isNull()) {
      return JobOptions.USUAL.speculation();
    }
    if (!speculation.isBoolean()) {
      throw HttpProblem.unprocessable(
          "speculation must be true or false: given=" + shown(speculation));
    }
    return speculation.booleanValue();
  }

  private static int priority(JsonNode root) {
    JsonNode priority = root.path("priority");
    if (priority.isMissingNode() || priority.isNull()) {
      return JobOptions.USUAL.priority();
    }
    if (!priority.canConvertToInt()
        || !priority.isIntegralNumber()
        || priority.intValue() < 1
        || priority.intValue() > JobOptions.MOST_PRIORITY) {
      throw HttpProblem.unprocessable(
          "priority must be a whole number from 1 to "
              + JobOptions.MOST_PRIORITY
              + ": given="
              + shown(priority));
    }
    return priority.intValue();
  }

  /** A value of the client's in a message, shortened. */
  static String shown(JsonNode value) {
    return value.isMissingNode() ? "nothing" : shown(value.toString());
  }

  static String shown(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
  }

  /** Names in a message, in their order. */
  static List<String> sorted(Iterable<String> names) {
    var sorted = new TreeSet<String>();
    names.forEach(sorted::add);
    return new ArrayList<>(sorted);
  }
}
