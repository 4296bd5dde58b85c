package io.reparto.protocol.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the user asks: a job's name and its arguments, as text. A flag that is set has an empty list
 * of values.
 *
 * @param job the {@link Job#name()}
 * @param arguments values by parameter name, sorted by name; absent parameters are absent here
 */
public record JobSpec(
    @JsonProperty("job") String job,
    @JsonProperty("arguments") Map<String, List<String>> arguments) {

  public JobSpec {
    var copy = new TreeMap<String, List<String>>();
    arguments.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    arguments = Collections.unmodifiableMap(copy);
  }

  /**
   * SHA-256 of the job's name and its arguments in their order, in lower-case hex: equal for equal
   * specifications and, for all practical purposes, only for those.
   */
  public String digest() {
    var bytes = new ByteArrayOutputStream();
    putText(job, bytes);
    putLength(arguments.size(), bytes);
    arguments.forEach(
        (name, values) -> {
          putText(name, bytes);
          putLength(values.size(), bytes);
          values.forEach(value -> putText(value, bytes));
        });
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void putText(String text, ByteArrayOutputStream out) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putLength(utf8.length, out);
    out.writeBytes(utf8);
  }

  private static void putLength(int length, ByteArrayOutputStream out) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
  }

  public boolean has(String parameter) {
    return arguments.containsKey(parameter);
  }

  /** All values of a parameter; empty when absent. */
  public List<String> values(String parameter) {
    return arguments.getOrDefault(parameter, List.of());
  }

  /**
   * The one value of a parameter, if present.
   *
   * @throws InvalidJobException if there are several
   */
  public Optional<String> value(String parameter) {
    List<String> values = values(parameter);
    if (values.size() > 1) {
      throw new InvalidJobException("--" + parameter + " takes one value: given=" + values);
    }
    return values.stream().findFirst();
  }

  /** The one value of a parameter that must be present. */
  public String requiredValue(String parameter) {
    return value(parameter)
        .orElseThrow(() -> new InvalidJobException("--" + parameter + " is required"));
  }

  /**
   * A whole number such as {@code 1000}, {@code 2_000_000} or {@code 1e9}.
   *
   * @throws InvalidJobException if it is no whole number or not in minimum to maximum, both
   *     included
   */
  public Optional<Long> wholeNumber(String parameter, long minimum, long maximum) {
    return value(parameter).map(text -> parseWholeNumber(parameter, text, minimum, maximum));
  }

  /**
   * The same, with a whole number of a parameter multiplied; without it, as it is.
   *
   * @throws InvalidJobException if it is no whole number
   */
  public JobSpec multiplied(String parameter, int times) {
    Optional<Long> number = wholeNumber(parameter, Long.MIN_VALUE, Long.MAX_VALUE);
    if (number.isEmpty()) {
      return this;
    }
    // Whether that is too much, the job says.
    String product =
        BigInteger.valueOf(number.get()).multiply(BigInteger.valueOf(times)).toString();
    var more = new TreeMap<>(arguments);
    more.put(parameter, List.of(product));
    return new JobSpec(job, more);
  }

  private static long parseWholeNumber(String parameter, String text, long minimum, long maximum) {
    String expected =
        "--"
            + parameter
            + " must be a whole number from "
            + minimum
            + " to "
            + maximum
            + ": given="
            + text;
    try {
      BigDecimal number = new BigDecimal(text.strip().replace("_", ""));
      // Scale first: 1e999999999 would otherwise be expanded digit by digit.
      if (number.precision() - (long) number.scale() > 19) {
        throw new InvalidJobException(expected);
      }
      long value = number.longValueExact();
      if (value < minimum || value > maximum) {
        throw new InvalidJobException(expected);
      }
      return value;
    } catch (NumberFormatException e) {
      throw new InvalidJobException(expected, e);
    } catch (ArithmeticException e) {
      throw new InvalidJobException(expected, e);
    }
  }
}
