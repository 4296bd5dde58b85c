package io.reparto.protocol.job;

/**
 * One parameter of a job; on the command line it is the option {@code --name}.
 *
 * @param name lower case with hyphens
 * @param placeholder what help shows for the value, such as {@code N} or {@code COL}
 * @param description one sentence for help
 * @param kind how many values it takes
 * @param required whether the job is refused without it
 * @param fallback the value when absent; null for none (a flag's is false)
 */
public record Parameter(
    String name,
    String placeholder,
    String description,
    Kind kind,
    boolean required,
    String fallback) {

  /** How many values a parameter takes. */
  public enum Kind {
    /** Exactly one. */
    ONE,
    /** One or more; given as several words, or by repeating the option. */
    MANY,
    /** One or more; as {@link #MANY}, and a comma separates values, too. */
    LIST,
    /** None: present or absent. */
    FLAG
  }

  public static Parameter required(String name, String placeholder, Kind kind, String description) {
    return new Parameter(name, placeholder, description, kind, true, null);
  }

  public static Parameter optional(String name, String placeholder, Kind kind, String description) {
    return new Parameter(name, placeholder, description, kind, false, null);
  }

  public static Parameter withDefault(
      String name, String placeholder, String fallback, String description) {
    return new Parameter(name, placeholder, description, Kind.ONE, false, fallback);
  }

  public static Parameter flag(String name, String description) {
    return new Parameter(name, "", description, Kind.FLAG, false, null);
  }
}
