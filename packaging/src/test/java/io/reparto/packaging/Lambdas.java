package io.reparto.packaging;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What {@link ArchivableClassesTest} changes and runs: lambdas of every kind. Their types are
 * public because another loader has the class.
 */
final class Lambdas implements Supplier<List<Object>> {
  public interface Step<T, R> extends Serializable {
    R apply(T value);
  }

  public interface Named {
    default String name() {
      return "named";
    }
  }

  public interface Length {
    Integer apply(String value);
  }

  /** One method by two erased types: the compiler asks for a bridge from one to the other. */
  public interface Both extends Step<String, Integer>, Length {}

  @Override
  public List<Object> get() {
    int captured = 7;
    Step<Integer, Integer> capturing = value -> value + captured;
    Step<String, Integer> reference = String::length;
    Both bridged = String::length;
    Step<String, Integer> throughTheBridge = bridged;
    Length direct = bridged;
    Function<Integer, Integer> plain = value -> value * 2;
    Callable<String> marked = (Callable<String> & Named) () -> "called";
    return List.of(
        capturing.apply(1),
        reference.apply("four"),
        throughTheBridge.apply("three") + direct.apply("three"),
        plain.apply(4),
        ((Named) marked).name());
  }

  /** Serializable by a cast alone, which must go on to work. */
  static final class Cast implements Supplier<List<Object>> {
    @Override
    public List<Object> get() {
      Supplier<String> cast = (Supplier<String> & Serializable) () -> "cast";
      return List.of(cast.get(), cast instanceof Serializable);
    }
  }
}
