package io.reparto.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reparto.protocol.job.InvalidJobException;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A job's arguments from JSON, as the command line would give them. */
final class JobArguments {
  private JobArguments() {}

  /**
   * Values by parameter name; the fallbacks of what is not given.
   *
   * @throws InvalidJobException for what the job does not know or needs, by its name
   */
  static Map<String, List<String>> read(Job job, ObjectNode given) {
    var known = new HashMap<String, Parameter>();
    job.parameters().forEach(parameter -> known.put(parameter.name(), parameter));
    given
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.containsKey(name)) {
                throw new InvalidJobException(
                    "no such parameter: job="
                        + job.name()
                        + ", name="
                        + JobRequest.shown(name)
                        + ", known="
                        + JobRequest.sorted(known.keySet()));
              }
            });
    var arguments = new HashMap<String, List<String>>();
    for (Parameter parameter : job.parameters()) {
      JsonNode value = given.path(parameter.name());
      if (!value.isMissingNode() && !value.isNull()) {
        addGiven(parameter, value, arguments);
      } else if (parameter.fallback() != null) {
        arguments.put(parameter.name(), List.of(parameter.fallback()));
      } else if (parameter.required()) {
        throw new InvalidJobException(
            "arguments." + parameter.name() + " is required: job=" + job.name());
      }
    }
    return arguments;
  }

  private static void addGiven(
      Parameter parameter, JsonNode value, Map<String, List<String>> arguments) {
    if (parameter.kind() == Parameter.Kind.FLAG) {
      if (!value.isBoolean() && !(value.isArray() && value.isEmpty())) {
        throw invalid(parameter, "true or false", value);
      }
      if (!value.isBoolean() || value.booleanValue()) {
        arguments.put(parameter.name(), List.of());
      }
      return;
    }
    List<String> texts = texts(parameter, value);
    boolean one = parameter.kind() == Parameter.Kind.ONE;
    if (texts.isEmpty() || (one && texts.size() > 1)) {
      throw invalid(parameter, one ? "one text or number" : "at least one text or number", value);
    }
    arguments.put(parameter.name(), texts);
  }

  private static List<String> texts(Parameter parameter, JsonNode value) {
    if (!value.isArray()) {
      return List.of(text(parameter, value));
    }
    var texts = new ArrayList<String>();
    value.forEach(element -> texts.add(text(parameter, element)));
    return texts;
  }

  private static String text(Parameter parameter, JsonNode value) {
    if (!value.isTextual() && !value.isNumber()) {
      throw invalid(parameter, "a text or number, or an array of those", value);
    }
    String text = value.asText();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw invalid(parameter, "Unicode without halves of surrogate pairs", value);
    }
    return text;
  }

  private static InvalidJobException invalid(Parameter parameter, String wanted, JsonNode given) {
    return new InvalidJobException(
        "arguments."
            + parameter.name()
            + " must be "
            + wanted
            + ": given="
            + JobRequest.shown(given));
  }
}
