package io.reparto.protocol.settings;

/** Refuses settings out of range, by key and value. */
public final class SettingRange {
  private SettingRange() {}

  /**
   * Checks one setting.
   *
   * @param key its whole path, such as {@code reparto.worker.slice}
   * @throws IllegalArgumentException if {@code value} is not in minimum to maximum, both included
   */
  public static void require(String key, long value, long minimum, long maximum) {
    if (value < minimum || value > maximum) {
      throw new IllegalArgumentException(
          key
              + " is out of range: value="
              + value
              + ", minimum="
              + minimum
              + ", maximum="
              + maximum);
    }
  }
}
