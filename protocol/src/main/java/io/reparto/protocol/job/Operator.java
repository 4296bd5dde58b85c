package io.reparto.protocol.job;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One step of a plan as {@code explain} shows it.
 *
 * @param name what it does, such as {@code scan csv}
 * @param attributes its properties in display order, such as {@code columns -> city, temp}
 */
public record Operator(String name, Map<String, String> attributes) {
  public Operator {
    attributes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
