package io.reparto.node.input;

import io.reparto.protocol.job.InputRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per record to read a file from the page cache, to cut it into fields, and to parse
 * its last column: measurements of two fields, the same with quotes round the name, and records of
 * 200 fields of which 3 are selected.
 *
 * <p>{@code java -cp <test class path of node> org.openjdk.jmh.Main CsvScanBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CsvScanBenchmark {
  private static final int RECORDS = 1 << 17;

  @Param({"measurements", "quoted", "wide"})
  String shape;

  private Path path;
  private InputFile file;
  private CsvReader reader;
  private FieldParser parser;
  private int lastColumn;
  private ColumnBatch batch;
  private final byte[] block = new byte[256 << 10];
  private final double[] values = new double[ColumnBatch.CAPACITY];
  private final boolean[] nulls = new boolean[ColumnBatch.CAPACITY];

  @Setup(Level.Trial)
  public void open() throws IOException {
    var random = new Random(1);
    var text = new StringBuilder();
    for (int record = 0; record < RECORDS; record++) {
      appendRecord(text, random);
    }
    path = Files.createTempFile("scan", ".csv");
    Files.writeString(path, text);
    file =
        new InputFile(
            path.toString(), Files.size(path), Files.getLastModifiedTime(path).toMillis());
    var options = new CsvOptions(java.util.OptionalInt.of(';'), false, List.of(), false);
    CsvFormat format = CsvSniffer.sniff(List.of(file), options, InputRoots.ANYWHERE).format();
    int[] selected = shape.equals("wide") ? new int[] {3, 77, 150} : new int[] {0, 1};
    lastColumn = selected.length - 1;
    reader = new CsvReader(format, selected, BadRecordHandler.FAIL, InputRoots.ANYWHERE);
    parser = new FieldParser(format, selected, BadRecordHandler.FAIL);
    batch = new ColumnBatch(selected.length);
  }

  private void appendRecord(StringBuilder text, Random random) {
    if (shape.equals("wide")) {
      for (int field = 0; field < 200; field++) {
        text.append(field == 0 ? "" : ";").append(random.nextInt(100_000));
      }
    } else {
      String quote = shape.equals("quoted") ? "\"" : "";
      int letters = 3 + random.nextInt(10);
      text.append(quote).append("abcdefghijklmnop", 0, letters).append(quote).append(';');
      text.append(random.nextInt(2000) / 10.0 - 100);
    }
    text.append('\n');
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    reader.close();
    Files.delete(path);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long read() throws IOException {
    long total = 0;
    try (ByteSource source = ByteSource.open(file, 0, InputRoots.ANYWHERE)) {
      for (int count = 0; count >= 0; count = source.read(block, 0, block.length)) {
        total += count;
      }
    }
    return total;
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long scan() throws IOException {
    reader.open(new CsvPartition(0, 0, file, 0, file.sizeBytes()));
    long rows = 0;
    while (reader.next(batch)) {
      rows += batch.rows();
    }
    return rows;
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public double scanAndParse() throws IOException {
    reader.open(new CsvPartition(0, 0, file, 0, file.sizeBytes()));
    double sum = 0;
    while (reader.next(batch)) {
      parser.parseDoubles(batch, lastColumn, values, nulls);
      sum += values[0];
    }
    return sum;
  }
}
