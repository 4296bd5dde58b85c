package io.reparto.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What {@link ArchivableClassesTest} changes and runs: a record with a component of every kind,
 * which compares itself with ones that differ in one of them.
 */
record Components(
    boolean truth,
    byte small,
    char letter,
    short middle,
    int whole,
    long large,
    float rough,
    double fine,
    String text,
    List<String> list)
    implements Supplier<List<Object>> {
  Components() {
    this(true, (byte) 2, 'c', (short) 4, 5, 6L, Float.NaN, 0.0, "text", List.of("element"));
  }

  /** Without any. */
  record None() implements Supplier<List<Object>> {
    @Override
    public List<Object> get() {
      Object another = "of another type";
      return List.of(equals(new None()), equals(another), hashCode());
    }
  }

  @Override
  public List<Object> get() {
    var others =
        new Object[] {
          this,
          null,
          "of another type",
          new Components(),
          new Components(false, small, letter, middle, whole, large, rough, fine, text, list),
          new Components(truth, (byte) 3, letter, middle, whole, large, rough, fine, text, list),
          new Components(truth, small, 'd', middle, whole, large, rough, fine, text, list),
          new Components(truth, small, letter, (short) 5, whole, large, rough, fine, text, list),
          new Components(truth, small, letter, middle, -1, large, rough, fine, text, list),
          new Components(truth, small, letter, middle, whole, 6L << 32, rough, fine, text, list),
          new Components(truth, small, letter, middle, whole, large, 1, fine, text, list),
          new Components(truth, small, letter, middle, whole, large, rough, -0.0, text, list),
          new Components(truth, small, letter, middle, whole, large, rough, fine, null, list),
          new Components(truth, small, letter, middle, whole, large, rough, fine, text, null)
        };
    var answers = new ArrayList<Object>();
    for (Object other : others) {
      answers.add(equals(other));
      if (other instanceof Components components) {
        answers.add(components.equals(this));
        answers.add(components.hashCode());
      }
    }
    return answers;
  }
}
