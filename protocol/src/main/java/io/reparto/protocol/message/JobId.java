package io.reparto.protocol.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names one request for a job, such as {@code pi-3fa29c01}.
 *
 * @param value letters, digits and hyphens, at most 64
 */
public record JobId(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final int KEY_BYTES = 12;

  public JobId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("no job id: value=" + value);
    }
  }

  /** Whether a text has the form of an id. */
  public static boolean isValid(String value) {
    return FORM.matcher(value).matches();
  }

  /**
   * The id of the job that a client asks for under a key of its own: whoever knows the key knows
   * the job, and a repetition is seen as one, whichever node it reaches.
   *
   * @param key as of an Idempotency-Key, without quotes
   */
  public static JobId ofKey(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return new JobId("key-" + HexFormat.of().formatHex(digest, 0, KEY_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
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
