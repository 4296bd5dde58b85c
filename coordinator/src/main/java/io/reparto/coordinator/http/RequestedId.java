package io.reparto.coordinator.http;

import io.reparto.protocol.message.JobId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The id of a job that is to be. A client's Idempotency-Key (IETF draft
 * draft-ietf-httpapi-idempotency-key-header) decides it alone, so that whichever node a repetition
 * reaches, the coordinator sees the same job, and any other request with that key as well.
 */
final class RequestedId {
  private static final int MOST_KEY_CHARACTERS = 255;
  private static final int MOST_NAME_CHARACTERS = 40;
  private static final long RANDOM_BOUND = 1L << 48;

  private RequestedId() {}

  /**
   * The id for a key, or a new one.
   *
   * @param key the header's value, with or without the quotes that the draft asks for
   */
  static JobId of(Optional<String> key, String jobName) {
    if (key.isPresent()) {
      return JobId.ofKey(checked(key.get()));
    }
    String name = jobName.substring(0, Math.min(jobName.length(), MOST_NAME_CHARACTERS));
    long random = ThreadLocalRandom.current().nextLong(RANDOM_BOUND);
    return new JobId(
        name.replaceAll("[^A-Za-z0-9-]", "-") + "-" + HexFormat.of().toHexDigits(random, 12));
  }

  private static String checked(String header) {
    String key = header.strip();
    if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
      key = key.substring(1, key.length() - 1);
    }
    if (key.isEmpty() || key.length() > MOST_KEY_CHARACTERS) {
      throw HttpProblem.badRequest(
          "Idempotency-Key must have 1 to "
              + MOST_KEY_CHARACTERS
              + " characters: given="
              + key.length());
    }
    return key;
  }
}
