package io.reparto.node.cluster.engine;

import akka.actor.ActorPath;
import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import akka.dispatch.Mailbox;
import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Every dispatcher of a model's actor system: runs nothing by itself. Each step lets one actor,
 * chosen at random, process one message (the dispatchers' throughput is 1), on the caller's thread.
 */
public final class StepExecutor extends AbstractExecutorService {
  private static final ThreadLocal<StepExecutor> OF_THREAD =
      ThreadLocal.withInitial(StepExecutor::new);

  /** Named in the configuration of the dispatchers. */
  public static final class Configurator extends ExecutorServiceConfigurator {
    public Configurator(Config config, DispatcherPrerequisites prerequisites) {
      super(config, prerequisites);
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
      StepExecutor executor = ofThread();
      return () -> executor;
    }
  }

  private final List<Runnable> ready = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private final Set<String> paused = new HashSet<>();
  // By mailbox; of one schedule.
  private final IdentityHashMap<Runnable, String> hosts = new IdentityHashMap<>();
  private final IdentityHashMap<Runnable, Integer> priorities = new IdentityHashMap<>();
  private String currentHost = "";
  private boolean isStarting;

  /** The one that systems created by this thread run on. */
  static StepExecutor ofThread() {
    return OF_THREAD.get();
  }

  @Override
  public void execute(Runnable step) {
    if (isStarting) {
      step.run();
    } else {
      ready.add(step);
    }
  }

  /** While an actor system starts, which waits for some of its actors, steps are run at once. */
  void starting(boolean starts) {
    isStarting = starts;
  }

  /** How many actors could process a message now. */
  public int ready() {
    return ready.size();
  }

  /** Takes out the step that has been ready for longest, for the caller to run; null if none is. */
  public Runnable takeOldest() {
    return ready.isEmpty() ? null : ready.remove(0);
  }

  /** Runs any step; returns which one of those ready, or -1 if there is none. */
  public int step(Random random) {
    while (!ready.isEmpty()) {
      int index = random.nextInt(ready.size());
      if (runs(index)) {
        return index;
      }
    }
    return -1;
  }

  /**
   * Runs a step of the actor of the highest priority. Priorities are drawn when an actor is first
   * seen, and now and then anew, so that some actors stay far behind others.
   */
  public int prioritizedStep(Random random) {
    while (!ready.isEmpty()) {
      int index = 0;
      int highest = Integer.MIN_VALUE;
      for (int at = 0; at < ready.size(); at++) {
        int priority = priorities.computeIfAbsent(ready.get(at), step -> random.nextInt(1 << 20));
        if (priority > highest) {
          highest = priority;
          index = at;
        }
      }
      if (random.nextInt(20) == 0) {
        priorities.put(ready.get(index), random.nextInt(1 << 20));
      }
      if (runs(index)) {
        return index;
      }
    }
    return -1;
  }

  /** Runs steps until there is none, also of paused hosts. */
  public void drain() {
    paused.clear();
    ready.addAll(held);
    held.clear();
    while (!ready.isEmpty()) {
      run(ready.remove(ready.size() - 1));
    }
  }

  /** Runs the steps of one host until it has none. */
  public void drain(String host) {
    resume(host);
    for (int index = 0; index < ready.size(); ) {
      if (host(ready.get(index)).equals(host)) {
        run(ready.remove(index));
        index = 0;
      } else {
        index++;
      }
    }
  }

  /** Between two schedules, when nothing is ready. */
  void forget() {
    hosts.clear();
    priorities.clear();
  }

  /** The host's actors process nothing from now on. */
  public void pause(String host) {
    paused.add(host);
  }

  public void resume(String host) {
    if (paused.remove(host)) {
      for (int index = 0; index < held.size(); ) {
        if (host(held.get(index)).equals(host)) {
          ready.add(held.remove(index));
        } else {
          index++;
        }
      }
    }
  }

  /** The host whose actor processes a message now. */
  public String currentHost() {
    return currentHost;
  }

  private boolean runs(int index) {
    Runnable step = ready.remove(index);
    if (!paused.isEmpty() && paused.contains(host(step))) {
      held.add(step);
      return false;
    }
    run(step);
    return true;
  }

  private void run(Runnable step) {
    currentHost = host(step);
    step.run();
    currentHost = "";
  }

  /** The name of the top-level actor above the step's own; empty if there is none. */
  private String host(Runnable step) {
    return step instanceof Mailbox mailbox
        ? hosts.computeIfAbsent(step, one -> host(mailbox.actor().self().path()))
        : "";
  }

  private static String host(ActorPath path) {
    ActorPath one = path;
    while (one != one.root() && one.parent() != one.root() && one.parent().parent() != one.root()) {
      one = one.parent();
    }
    return one.name();
  }

  // It lives as long as its thread.

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
