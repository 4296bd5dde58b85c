package io.reparto.protocol.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.ImmutableCollectionsSerializers;
import com.esotericsoftware.kryo.util.Pool;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.TextColumn;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.Costs;
import io.reparto.protocol.message.DeathCertificate;
import io.reparto.protocol.message.JobCosts;
import io.reparto.protocol.message.JobEvent;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobReply;
import io.reparto.protocol.message.JobSummary;
import io.reparto.protocol.message.LedgerCounts;
import io.reparto.protocol.message.PartialElement;
import io.reparto.protocol.message.WorkerCommand;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Objects to bytes and back by Kryo with registered classes only, the first byte naming the
 * format's version. Our own classes have fixed ids; a job's have ids made from their names, so that
 * nodes agree whatever other jobs they know. Thread-safe.
 */
public final class KryoCodec {
  private static final int FORMAT_VERSION = 1;
  private static final int FIRST_JOB_ID = 1 << 10;
  private static final int BUFFER_BYTES = 1 << 14;
  private static final int USUAL_BYTES = 128;

  /** The position is the id, from 20: append only, never reorder. */
  private static final List<Class<?>> OWN_TYPES =
      List.of(
          byte[].class,
          int[].class,
          long[].class,
          double[].class,
          boolean[].class,
          String[].class,
          byte[][].class,
          ArrayList.class,
          LinkedHashMap.class,
          Arrays.asList().getClass(),
          BitSet.class,
          Duration.class,
          JobId.class,
          TaskRun.class,
          Work.class,
          LongColumn.class,
          DoubleColumn.class,
          TextColumn.class,
          JobResult.class,
          LedgerCounts.class,
          DeathCertificate.class,
          JobSummary.class,
          JobEvent.Succeeded.class,
          WorkerCommand.PlanDelivered.class,
          PartialElement.PartialOffer.class,
          Vacant.class,
          short[].class,
          char[].class,
          float[].class,
          HashMap.class,
          TreeMap.class,
          HashSet.class,
          ArrayDeque.class,
          JobReply.ResultPart.class,
          WorkerCommand.PlanPart.class,
          Costs.class,
          JobCosts.class,
          JobCosts.Worker.class);

  /** Has the id of what is no longer encoded by Kryo: results on disk keep theirs. */
  private record Vacant() {}

  private final Map<Integer, Class<?>> jobTypes = new LinkedHashMap<>();
  private final ClassLoader loader;
  private final Pool<Coder> coders =
      new Pool<>(true, false, 16) {
        @Override
        protected Coder create() {
          return new Coder(newKryo());
        }
      };

  /** What one thread at a time needs; its buffers are those of streams. */
  private static final class Coder {
    private final Kryo kryo;
    private final Output output = new BulkOutput(BUFFER_BYTES, BUFFER_BYTES);
    private final Input input = new BulkInput(BUFFER_BYTES);

    Coder(Kryo kryo) {
      this.kryo = kryo;
    }
  }

  /**
   * @throws IllegalStateException if the names of two classes give one id
   */
  public KryoCodec(Jobs jobs) {
    ClassLoader jobLoader = KryoCodec.class.getClassLoader();
    for (Job job : jobs.all()) {
      for (Class<?> type : job.wireTypes()) {
        if (OWN_TYPES.contains(type)) {
          continue; // a second id would part this node from those that don't know the job
        }
        if (type.getClassLoader() != null) {
          jobLoader = type.getClassLoader();
        }
        Class<?> other = jobTypes.put(idOf(type), type);
        if (other != null && other != type) {
          throw new IllegalStateException(
              "two classes have one wire id, rename one: classes="
                  + other.getName()
                  + ", "
                  + type.getName());
        }
      }
    }
    loader = jobLoader;
  }

  private static int idOf(Class<?> type) {
    var crc = new CRC32();
    crc.update(type.getName().getBytes(StandardCharsets.UTF_8));
    return FIRST_JOB_ID + (int) (crc.getValue() & 0x3fff_ffff);
  }

  private Kryo newKryo() {
    var kryo = new Kryo();
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    kryo.setClassLoader(loader);
    int id = 20;
    for (Class<?> type : OWN_TYPES) {
      kryo.register(type, id++);
    }
    registerImmutableCollections(kryo);
    jobTypes.forEach((jobTypeId, type) -> kryo.register(type, jobTypeId));
    return kryo;
  }

  private static void registerImmutableCollections(Kryo kryo) {
    ImmutableCollectionsSerializers.addDefaultSerializers(kryo);
    kryo.register(List.of().getClass(), 100);
    kryo.register(List.of(1).getClass(), 101);
    kryo.register(List.of(1, 2, 3).subList(0, 2).getClass(), 102);
    kryo.register(Map.of().getClass(), 103);
    kryo.register(Map.of(1, 2).getClass(), 104);
  }

  /** Encodes into a stream, which is flushed and not closed. */
  public void write(Object object, OutputStream out) {
    Coder coder = coders.obtain();
    try {
      coder.output.setOutputStream(out);
      write(object, coder.kryo, coder.output);
      coder.output.flush();
    } finally {
      coder.output.setOutputStream(null);
      coders.free(coder);
    }
  }

  /** Encodes into an array. */
  byte[] encode(Object object) {
    Coder coder = coders.obtain();
    try {
      var output = new BulkOutput(USUAL_BYTES, -1);
      write(object, coder.kryo, output);
      return output.toBytes();
    } finally {
      coders.free(coder);
    }
  }

  private static void write(Object object, Kryo kryo, Output output) {
    output.writeByte(FORMAT_VERSION);
    kryo.writeClassAndObject(output, object);
  }

  /**
   * Decodes what {@link #write} wrote.
   *
   * @throws KryoException if the bytes are of another version, hold an unknown class or end early
   */
  public Object read(InputStream in) {
    Coder coder = coders.obtain();
    try {
      coder.input.setInputStream(in);
      return read(coder.kryo, coder.input);
    } finally {
      coder.input.setInputStream(null);
      coders.free(coder);
    }
  }

  /** Decodes an array, as {@link #read(InputStream)} does. */
  Object decode(byte[] bytes) {
    Coder coder = coders.obtain();
    try {
      return read(coder.kryo, new BulkInput(bytes));
    } finally {
      coders.free(coder);
    }
  }

  private static Object read(Kryo kryo, Input input) {
    byte version = input.readByte();
    if (version != FORMAT_VERSION) {
      throw new KryoException(
          "encoded by another version: given=" + version + ", expected=" + FORMAT_VERSION);
    }
    return kryo.readClassAndObject(input);
  }
}
