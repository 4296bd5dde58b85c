package io.reparto.node.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Holds a connection to a port of this machine on which it sends nothing, and makes it anew
 * whenever it breaks, until the port refuses it: then the process that listened there is gone. One
 * that stands still or is overloaded refuses nothing, because the system answers for it. States:
 * connected or connecting, and waiting to connect again. Spawned by {@link CrashWatch}.
 */
final class CrashProbe {

  sealed interface Message {}

  private record Ended(Throwable failure) implements Message {}

  private enum Connect implements Message {
    INSTANCE
  }

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** More than one: a port may be closed for a moment while a process replaces another. */
  private static final int REFUSALS = 3;

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final InetSocketAddress port;
  private final Runnable crashed;
  private CompletableFuture<Optional<ByteString>> connection;
  private int refusals;

  private CrashProbe(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      InetSocketAddress port,
      Runnable crashed) {
    this.context = context;
    this.timers = timers;
    this.port = port;
    this.crashed = crashed;
  }

  /**
   * A probe that connects at once.
   *
   * @param crashed called once, by the actor's thread, before it stops
   */
  static Behavior<Message> create(InetSocketAddress port, Runnable crashed) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  var probe = new CrashProbe(context, timers, port, crashed);
                  probe.connect();
                  return probe.probing();
                }));
  }

  private Behavior<Message> probing() {
    return Behaviors.receive(Message.class)
        .onMessage(Ended.class, this::onEnded)
        .onMessageEquals(
            Connect.INSTANCE,
            () -> {
              connect();
              return Behaviors.same();
            })
        .onSignal(
            PostStop.class,
            signal -> {
              close();
              return Behaviors.same();
            })
        .build();
  }

  private void connect() {
    var opened =
        Source.<ByteString>maybe()
            .viaMat(
                Tcp.get(context.getSystem())
                    .outgoingConnection(
                        port,
                        Optional.empty(),
                        List.of(),
                        false,
                        Optional.of(CONNECT_TIMEOUT),
                        Optional.empty()),
                Keep.left())
            .toMat(Sink.ignore(), Keep.both())
            .run(context.getSystem());
    connection = opened.first();
    context.pipeToSelf(opened.second(), (done, failure) -> new Ended(failure));
  }

  private Behavior<Message> onEnded(Ended ended) {
    close();
    refusals = isRefusal(ended.failure()) ? refusals + 1 : 0;
    if (refusals == REFUSALS) {
      crashed.run();
      return Behaviors.stopped();
    }
    timers.startSingleTimer(Connect.INSTANCE, PAUSE);
    return Behaviors.same();
  }

  private void close() {
    connection.complete(Optional.empty());
  }

  /** Also a connection that is not answered fails with a ConnectException. */
  private static boolean isRefusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          && String.valueOf(cause.getMessage()).contains("refused")) {
        return true;
      }
    }
    return false;
  }
}
