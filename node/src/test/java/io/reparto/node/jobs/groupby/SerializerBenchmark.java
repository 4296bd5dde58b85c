package io.reparto.node.jobs.groupby;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import akka.serialization.jackson.JacksonObjectMapperProvider;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.reparto.node.input.RecordContinuity;
import io.reparto.node.jobs.pi.PiJob;
import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.CoordinatorCommand;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import io.reparto.protocol.message.WorkerCommand;
import io.reparto.protocol.serialization.JobsSetup;
import io.reparto.protocol.serialization.KryoCodec;
import io.reparto.protocol.serialization.Parts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a message costs by Jackson's CBOR and by Kryo: nanoseconds to write it and to read it, bytes
 * printed once. Control messages go through the serializer that they are bound to and, for
 * comparison, through a Kryo with registered classes; partials through the codec of the stream and,
 * for comparison, through the same CBOR mapper as a record of the same arrays.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SerializerBenchmark {
  private static final JobId JOB = new JobId("key-65287c7524c64047406c2fcd");
  private static final long LEASE = 7L << 32;
  private static final TaskRun RUN = new TaskRun(6, 1);
  private static final Work WORK = new Work(1 << 23, 0);
  private static final GroupLayout LAYOUT =
      new GroupLayout(
          List.of(
              AccumulatorKind.COUNT,
              AccumulatorKind.DOUBLE_SUM,
              AccumulatorKind.MINIMUM,
              AccumulatorKind.MAXIMUM));

  @Param({"PartialCommitted", "RunLease", "RequestLease", "pi", "groups-413", "groups-100000"})
  public String message;

  @Param({"cbor", "kryo"})
  public String codec;

  private ActorSystem<WorkerCommand> system;
  private Codec chosen;
  private Object object;
  private byte[] encoded;

  /** One way from an object to bytes and back. */
  private interface Codec {
    byte[] write(Object object) throws IOException;

    Object read(byte[] bytes) throws IOException;
  }

  /** What a group-by's offer holds, as Jackson can write it. */
  record PlainOffer(
      JobId job, long offer, long lease, TaskRun run, Work work, PlainPartial partial) {}

  record PlainPiOffer(
      JobId job, long offer, long lease, TaskRun run, Work work, PlainCount partial) {}

  record PlainCount(long inside, long samples, long withoutVectors) {}

  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record PlainPartial(byte[] kinds, int groups, long[] cells, byte[] arena, long rows) {}

  @Setup
  public void start() throws IOException {
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "serializers",
            ActorSystemSetup.create(
                BootstrapSetup.create(
                    ConfigFactory.parseString("akka.actor.provider = local, akka.loglevel = off")
                        .withFallback(ConfigFactory.load())),
                new JobsSetup(jobs())));
    object = object();
    chosen = codec.equals("kryo") ? kryo() : cbor();
    encoded = chosen.write(object);
    System.out.println("bytes: " + message + " " + codec + " " + encoded.length);
  }

  @TearDown
  public void stop() {
    system.terminate();
  }

  private static Jobs jobs() {
    return Jobs.load(SerializerBenchmark.class.getClassLoader());
  }

  private boolean isControl() {
    return Character.isUpperCase(message.charAt(0));
  }

  private Object object() {
    boolean plain = codec.equals("cbor");
    return switch (message) {
      case "PartialCommitted" -> new WorkerCommand.PartialCommitted(3, JOB, 1234);
      case "RunLease" -> new WorkerCommand.RunLease(3, JOB, LEASE, 1, 57, 12_288, 64, 0);
      case "RequestLease" -> new CoordinatorCommand.RequestLease("node-2", 1, 57, system);
      case "pi" -> plain ? plainPi() : offer(partialOfPi());
      default -> groups(Integer.parseInt(message.substring("groups-".length())));
    };
  }

  private static PartialOffer offer(PartialAggregate partial) {
    return new PartialOffer(JOB, 1234, LEASE, RUN, WORK, partial);
  }

  private static PlainPiOffer plainPi() {
    return new PlainPiOffer(JOB, 1234, LEASE, RUN, WORK, new PlainCount(785_549, 1_000_000, 0));
  }

  private static PartialAggregate partialOfPi() {
    var spec = new JobSpec("pi", Map.of("samples", List.of("1e6"), "kernel", List.of("scalar")));
    return LocalRun.root(new PiJob().plan(spec), 1, 1);
  }

  private Object groups(int count) {
    var random = new SplittableRandom(7);
    var cells = new long[count * LAYOUT.stride()];
    for (int group = 0; group < count; group++) {
      int at = group * LAYOUT.stride();
      cells[at + GroupLayout.META] = random.nextLong() << 32 | 8;
      cells[at + GroupLayout.WORD_0] = random.nextLong();
      cells[at + LAYOUT.position(0)] = random.nextInt(1, 5000);
      cells[at + LAYOUT.position(1)] = Double.doubleToLongBits(random.nextInt(1_000_000) / 10.0);
      cells[at + LAYOUT.position(2)] = OrderedBits.of(random.nextInt(200) / -10.0);
      cells[at + LAYOUT.position(3)] = OrderedBits.of(random.nextInt(500) / 10.0);
    }
    long rows = 1_000_000;
    if (codec.equals("cbor")) {
      var kinds = new byte[LAYOUT.kinds().size()];
      for (int i = 0; i < kinds.length; i++) {
        kinds[i] = (byte) LAYOUT.kinds().get(i).code();
      }
      var partial = new PlainPartial(kinds, count, cells, new byte[0], rows);
      return new PlainOffer(JOB, 1234, LEASE, RUN, WORK, partial);
    }
    var table = new GroupTable(LAYOUT, cells, count, new byte[0], 0);
    return offer(new GroupByPartial(table, rows, 0, List.of(), RecordContinuity.EMPTY));
  }

  private Codec cbor() throws IOException {
    if (isControl()) {
      Serialization serialization = SerializationExtension.get(system);
      var serializer =
          (SerializerWithStringManifest) serialization.serializerFor(object.getClass());
      String manifest = serializer.manifest(object);
      return new Codec() { // as Artery does, which sets what references need to know
        @Override
        public byte[] write(Object written) {
          return serialization.serialize(written).get();
        }

        @Override
        public Object read(byte[] bytes) {
          return serialization.deserialize(bytes, serializer.identifier(), manifest).get();
        }
      };
    }
    ObjectMapper mapper =
        JacksonObjectMapperProvider.get(system).getOrCreate("jackson-cbor", Optional.empty());
    Class<?> type = object.getClass();
    return new Codec() {
      @Override
      public byte[] write(Object written) throws IOException {
        return mapper.writeValueAsBytes(written);
      }

      @Override
      public Object read(byte[] bytes) throws IOException {
        return mapper.readValue(bytes, type);
      }
    };
  }

  private Codec kryo() {
    if (isControl()) {
      return new ControlKryo(ActorRefResolver.get(system), system.getClass());
    }
    var ofTheStream = new KryoCodec(jobs());
    return new Codec() {
      @Override
      public byte[] write(Object written) {
        List<byte[]> parts = Parts.cut(written, ofTheStream, Parts.MOST_BYTES);
        return parts.size() == 1 ? parts.get(0) : joined(parts);
      }

      @Override
      public Object read(byte[] bytes) {
        return Parts.join(List.of(bytes), ofTheStream);
      }
    };
  }

  /** On the stream the parts travel as they are; one array is what CBOR gives as well. */
  private static byte[] joined(List<byte[]> parts) {
    var whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  /** The control path as it would be with Kryo: registered classes, references by their paths. */
  private static final class ControlKryo implements Codec {
    private final Kryo kryo = new Kryo();
    private final Output output = new Output(512, -1);
    private final Input input = new Input();

    ControlKryo(ActorRefResolver resolver, Class<?> references) {
      kryo.setRegistrationRequired(true);
      kryo.setReferences(false);
      for (Class<?> type :
          List.of(
              JobId.class,
              WorkerCommand.PartialCommitted.class,
              WorkerCommand.RunLease.class,
              CoordinatorCommand.RequestLease.class)) {
        kryo.register(type);
      }
      kryo.register(ActorRef.class, new ByPath(resolver));
      kryo.register(references, new ByPath(resolver));
    }

    @Override
    public byte[] write(Object written) {
      output.reset();
      kryo.writeClassAndObject(output, written);
      return output.toBytes();
    }

    @Override
    public Object read(byte[] bytes) {
      input.setBuffer(bytes);
      return kryo.readClassAndObject(input);
    }
  }

  private static final class ByPath extends Serializer<ActorRef<?>> {
    private final ActorRefResolver resolver;

    ByPath(ActorRefResolver resolver) {
      this.resolver = resolver;
    }

    @Override
    public void write(Kryo kryo, Output output, ActorRef<?> ref) {
      output.writeString(resolver.toSerializationFormat(ref));
    }

    @Override
    public ActorRef<?> read(Kryo kryo, Input input, Class<? extends ActorRef<?>> type) {
      return resolver.resolveActorRef(input.readString());
    }
  }

  @Benchmark
  public byte[] write() throws IOException {
    return chosen.write(object);
  }

  @Benchmark
  public Object read() throws IOException {
    return chosen.read(encoded);
  }
}
