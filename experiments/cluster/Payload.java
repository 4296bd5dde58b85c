import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.Job;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.Operator;
import io.reparto.protocol.job.Parameter;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Plan;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import io.reparto.protocol.job.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A job for measuring the stream of partials: each task makes bytes and nothing else, a merge puts
 * two lists of them together, so every byte made crosses to the coordinator. The result is their
 * number and a checksum of each task's bytes, so that none can be lost or changed unseen.
 */
public final class Payload implements Job {
  @Override
  public String name() {
    return "payload";
  }

  @Override
  public String summary() {
    return "sends bytes to the coordinator, to measure the stream";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.required("tasks", "N", Parameter.Kind.ONE, "How many tasks."),
        Parameter.required("size", "BYTES", Parameter.Kind.ONE, "How many bytes each makes."));
  }

  @Override
  public Plan plan(JobSpec spec) {
    return new Blocks(
        spec.wholeNumber("tasks", 1, 1 << 20).orElseThrow().intValue(),
        spec.wholeNumber("size", 1, 1 << 30).orElseThrow().intValue());
  }

  @Override
  public List<Class<?>> wireTypes() {
    return List.of(Blocks.class, Bytes.class);
  }

  public record Blocks(int taskCount, int size) implements Plan {
    @Override
    public Partition partition(int task) {
      return new Block(task);
    }

    @Override
    public Work total() {
      return new Work(taskCount, (long) taskCount * size);
    }

    @Override
    public String unit() {
      return "blocks";
    }

    @Override
    public Kernel openKernel() {
      return new Maker(size);
    }

    @Override
    public PartialAggregate identity() {
      return new Bytes(new ArrayList<>());
    }

    @Override
    public String preview(List<PartialAggregate> partials) {
      return "";
    }

    @Override
    public JobResult finish(PartialAggregate root) {
      var crc = new CRC32();
      long bytes = 0;
      for (byte[] block : ((Bytes) root).blocks) {
        crc.update(block);
        bytes += block.length;
      }
      return new JobResult(
          List.of(LongColumn.of("bytes", bytes), LongColumn.of("crc32", crc.getValue())));
    }

    @Override
    public List<Operator> operators() {
      return List.of(new Operator("make bytes", Map.of("size", "" + size)));
    }
  }

  record Block(int task) implements Partition {
    @Override
    public String describe() {
      return "block " + task;
    }
  }

  /** In the order of their tasks. */
  static final class Bytes implements PartialAggregate {
    List<byte[]> blocks;

    @SuppressWarnings("unused") // for the serializer
    private Bytes() {}

    Bytes(List<byte[]> blocks) {
      this.blocks = blocks;
    }

    @Override
    public PartialAggregate merge(PartialAggregate right) {
      blocks.addAll(((Bytes) right).blocks);
      return this;
    }

    @Override
    public long sizeBytes() {
      return blocks.stream().mapToLong(block -> block.length).sum();
    }
  }

  private static final class Maker implements Kernel {
    private final int size;
    private int task;

    Maker(int size) {
      this.size = size;
    }

    @Override
    public void begin(Partition partition) {
      task = partition.task();
    }

    @Override
    public Step run(Slice slice) {
      return Step.DONE;
    }

    @Override
    public PartialAggregate finish() {
      var block = new byte[size];
      Arrays.fill(block, (byte) (task + 1)); // cheap: the stream is to be measured, not the maker
      return new Bytes(new ArrayList<>(List.of(block)));
    }

    @Override
    public Work work() {
      return new Work(1, size);
    }

    @Override
    public void close() {}
  }
}
