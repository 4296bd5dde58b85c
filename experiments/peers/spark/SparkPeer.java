import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spark on all local cores: the schema given, as many shuffle partitions as cores. The session is
 * started before the clock. Usage: SparkPeer groupby FILE | files GLOB | noop TASKS | pi SAMPLES
 */
public final class SparkPeer {
  private static final int SAMPLES_PER_TASK = 1 << 24;

  private SparkPeer() {}

  public static void main(String[] args) throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", cores)
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()) {
      long started = System.nanoTime();
      String answer =
          switch (args[0]) {
            case "groupby" -> groupBy(spark, args[1]);
            case "files" -> files(spark, args[1]);
            case "noop" -> noop(spark, Integer.parseInt(args[1]));
            case "pi" -> pi(spark, (long) Double.parseDouble(args[1]));
            default -> throw new IllegalArgumentException(args[0]);
          };
      double seconds = (System.nanoTime() - started) / 1e9;
      System.err.printf("inside=%.6f version=%s%n", seconds, spark.version());
      System.out.print(answer);
    }
  }

  private static String groupBy(SparkSession spark, String path) {
    var out = new StringBuilder();
    for (Row row :
        spark
            .read()
            .schema("station string, temperature double")
            .option("sep", ";")
            .csv(path)
            .groupBy("station")
            .agg(min("temperature"), avg("temperature"), max("temperature"))
            .collectAsList()) {
      out.append(row.getString(0));
      for (int column = 1; column < 4; column++) {
        out.append(',').append(row.getDouble(column));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String files(SparkSession spark, String glob) {
    Row row =
        spark
            .read()
            .schema("a double, b double, c double, d double, e double")
            .option("header", "true")
            .csv(glob)
            .agg(avg("a"), avg("b"), avg("c"), avg("d"), avg("e"))
            .first();
    var out = new StringBuilder();
    for (int column = 0; column < 5; column++) {
      out.append("abcde".charAt(column)).append(',').append(row.getDouble(column)).append('\n');
    }
    return out.toString();
  }

  private static String noop(SparkSession spark, int tasks) {
    var numbers = Arrays.asList(IntStream.range(0, tasks).boxed().toArray(Integer[]::new));
    return new JavaSparkContext(spark.sparkContext()).parallelize(numbers, tasks).count() + "\n";
  }

  private static String pi(SparkSession spark, long samples) {
    int tasks = (int) Math.max(1, samples / SAMPLES_PER_TASK);
    var seeds = Arrays.asList(IntStream.range(0, tasks).boxed().toArray(Integer[]::new));
    long inside =
        new JavaSparkContext(spark.sparkContext())
            .parallelize(seeds, tasks)
            .map(seed -> inside(seed, samples / tasks))
            .reduce(Long::sum);
    return 4.0 * inside / (samples / tasks * tasks) + "\n";
  }

  private static long inside(int seed, long samples) {
    var random = new SplittableRandom(seed);
    long inside = 0;
    for (long sample = 0; sample < samples; sample++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      inside += x * x + y * y < 1 ? 1 : 0;
    }
    return inside;
  }
}
