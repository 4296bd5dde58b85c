package io.reparto.node.jobs.groupby;

import io.reparto.protocol.job.InvalidJobException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 65536}, {@code 64KiB}, {@code 1.5 MB}. */
final class ByteSize {
  private static final Pattern FORM = Pattern.compile("([0-9_]+(?:\\.[0-9]+)?)\\s*([a-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30);

  private ByteSize() {}

  /**
   * @throws InvalidJobException if it is no size of at least one byte and at most 2^62
   */
  static OptionalLong parse(String parameter, Optional<String> text) {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher matcher = FORM.matcher(text.get().strip().toLowerCase(Locale.ROOT));
    if (matcher.matches() && UNITS.containsKey(matcher.group(2))) {
      BigDecimal bytes =
          new BigDecimal("0" + matcher.group(1).replace("_", ""))
              .multiply(BigDecimal.valueOf(UNITS.get(matcher.group(2))));
      if (bytes.compareTo(BigDecimal.ONE) >= 0
          && bytes.compareTo(BigDecimal.valueOf(1L << 62)) <= 0) {
        return OptionalLong.of(bytes.longValue());
      }
    }
    throw new InvalidJobException(
        "--" + parameter + " must be a size such as 65536, 512KiB or 4MiB: given=" + text.get());
  }
}
