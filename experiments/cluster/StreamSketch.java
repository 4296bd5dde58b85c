import akka.actor.AbstractActor;
import akka.actor.ActorSelection;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.pattern.Patterns;
import akka.stream.SourceRef;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.StreamRefs;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a bare stream carries from one JVM to another: arrays of bytes through a stream reference,
 * over Artery and TCP, by Akka's own serializer, counted and dropped on the other side. Arguments:
 * {@code receive PORT}, or {@code send PORT RECEIVER_PORT BYTES}, which streams that many each time
 * a line comes on standard input, and answers with the seconds it took.
 */
class StreamSketch {
  private static final int FRAME_BYTES = 128 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final class Receiver extends AbstractActor {
    @Override
    @SuppressWarnings("unchecked")
    public Receive createReceive() {
      return receiveBuilder()
          .match(
              SourceRef.class,
              frames -> {
                var counted =
                    ((SourceRef<byte[]>) frames)
                        .getSource()
                        .runFold(0L, (sum, frame) -> sum + frame.length, getContext().getSystem());
                Patterns.pipe(counted, getContext().getDispatcher()).to(getSender());
              })
          .build();
    }
  }

  public static void main(String[] args) throws Exception {
    ActorSystem system = system(Integer.parseInt(args[1]));
    if (args[0].equals("receive")) {
      system.actorOf(Props.create(Receiver.class, Receiver::new), "receiver");
      System.out.println("ready");
      return;
    }
    ActorSelection receiver =
        system.actorSelection("akka://sketch@127.0.0.1:" + args[2] + "/user/receiver");
    long bytes = Long.parseLong(args[3]);
    var lines = new BufferedReader(new InputStreamReader(System.in));
    while (lines.readLine() != null) {
      System.out.println(send(system, receiver, bytes));
    }
    system.terminate();
  }

  private static ActorSystem system(int port) {
    return ActorSystem.create(
        "sketch",
        ConfigFactory.parseString(
                "akka { loglevel = WARNING, stdout-loglevel = WARNING, actor.provider = remote\n"
                    + "remote.use-unsafe-remote-features-outside-cluster = on\n"
                    + "remote.artery { canonical { hostname = 127.0.0.1, port = "
                    + port
                    + " }, advanced.maximum-frame-size = 256 KiB } }")
            .withFallback(ConfigFactory.load()));
  }

  private static double send(ActorSystem system, ActorSelection receiver, long bytes)
      throws Exception {
    var frame = new byte[FRAME_BYTES];
    Arrays.fill(frame, (byte) 1);
    long begin = System.nanoTime();
    SourceRef<byte[]> frames =
        Source.range(1, (int) (bytes / FRAME_BYTES))
            .map(number -> frame)
            .runWith(StreamRefs.sourceRef(), system);
    Object counted = Patterns.ask(receiver, frames, PATIENCE).toCompletableFuture().get();
    if (!counted.equals(bytes / FRAME_BYTES * FRAME_BYTES)) {
      throw new IllegalStateException("lost: sent=" + bytes + ", counted=" + counted);
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}
