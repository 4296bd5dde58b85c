package io.reparto.protocol.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Names one request for a job, such as {@code pi-3fa29c01}.
 *
 * @param value letters, digits and hyphens, at most 64
 */
public record JobId(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9-]{1,64}");

  public JobId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("no job id: value=" + value);
    }
  }

  /** Whether a text has the form of an id. */
  public static boolean isValid(String value) {
    return FORM.matcher(value).matches();
  }

  /** For Jackson, which takes a record's own constructor for one of properties. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static JobId of(String value) {
    return new JobId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
