package io.reparto.node.jobs.pi;

import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Chooses how this process computes {@link Lanes}: plainly until the vector code is compiled and
 * proves faster. Thread-safe.
 *
 * <p>Vector code runs some hundred times slower than plain code until the JVM's second compiler has
 * seen it, which takes about a second. So a thread of its own warms it up while the slots work with
 * plain lanes; where it never becomes fast (an interpreter, a JVM without such a compiler), the
 * plain lanes stay. The answer is the same.
 *
 * <p>The Vector API is an incubator module: {@code --add-modules jdk.incubator.vector} would make
 * the JVM print a warning at each start. The JDK's own {@code Modules.loadModule} resolves a module
 * later and in silence; the JVM must be started with {@code
 * --add-exports=java.base/jdk.internal.module=ALL-UNNAMED}.
 */
final class VectorSupport {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String LOADER_PACKAGE = "jdk.internal.module";
  private static final long PATIENCE_NANOS = 120_000_000_000L;
  private static final Lanes PLAIN = new PlainLanes();
  private static final boolean PRESENT = isPresent();
  private static final AtomicBoolean warmUpStarted = new AtomicBoolean();
  private static volatile Lanes fastest = PLAIN;

  private VectorSupport() {}

  /** Whether this JVM has the Vector API within reach. */
  static boolean present() {
    return PRESENT;
  }

  private static boolean isPresent() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()) {
      return true;
    }
    Module base = Object.class.getModule();
    return base.isExported(LOADER_PACKAGE, VectorSupport.class.getModule())
        && ModuleFinder.ofSystem().find(VECTOR_MODULE).isPresent();
  }

  /** The fastest lanes that are ready now; changes once, from plain to vectors. */
  static Lanes fastest() {
    return fastest;
  }

  /** Begins to warm up vector code, the first time it is called; returns at once. */
  static void warmUp() {
    if (PRESENT && warmUpStarted.compareAndSet(false, true)) {
      var thread = new Thread(VectorSupport::warmUpNow, "vector-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void warmUpNow() {
    try {
      Lanes vectors = load();
      if (VectorWarmUp.becomesFaster(vectors, PLAIN, PATIENCE_NANOS)) {
        fastest = vectors;
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      System.getLogger(VectorSupport.class.getName())
          .log(System.Logger.Level.WARNING, "vector code can't be loaded, plain loops go on", e);
    }
  }

  /**
   * Loads the module and the class that needs it.
   *
   * @throws ReflectiveOperationException or {@link LinkageError} if this JVM lacks either
   */
  static Lanes load() throws ReflectiveOperationException {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      loadModule();
    }
    return Class.forName("io.reparto.node.jobs.pi.VectorLanes")
        .asSubclass(Lanes.class)
        .getDeclaredConstructor()
        .newInstance();
  }

  private static void loadModule() throws ReflectiveOperationException {
    try {
      Class.forName(LOADER_PACKAGE + ".Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, VECTOR_MODULE);
    } catch (InvocationTargetException e) {
      throw new ReflectiveOperationException(
          "the module can't be resolved: name=" + VECTOR_MODULE, e.getCause());
    }
  }
}
