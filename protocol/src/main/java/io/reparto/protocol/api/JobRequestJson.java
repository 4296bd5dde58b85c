package io.reparto.protocol.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a client asks to be run.
 *
 * @param job the job's name
 * @param arguments by parameter name: a text, a number, an array of those, or true for a flag; null
 *     for none
 * @param priority how many leases the job gets in its turn; null for 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobRequestJson(String job, Map<String, JsonNode> arguments, Integer priority) {}
