package io.reparto.protocol.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.KryoException;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.PartialElement.PartialOffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KryoCodecTest {
  private final KryoCodec codec = new KryoCodec(Jobs.of(new SampleJob("sample")));

  private record Unregistered(int value) {}

  // The low 30 bits of the CRC-32 of these two names are equal; found by search.
  private record Tpjifji() {}

  private record Thveigd() {}

  private static byte[] write(KryoCodec codec, Object object) {
    var out = new ByteArrayOutputStream();
    codec.write(object, out);
    return out.toByteArray();
  }

  private static Object read(KryoCodec codec, byte[] bytes) {
    return codec.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void givenCollectionsAndArraysOfTheJdk_whenWritten_thenTheyComeBack() {
    List<Object> values =
        List.of(
            new byte[] {1},
            new short[] {1},
            new char[] {'a'},
            new int[] {1},
            new long[] {1},
            new float[] {1},
            new double[] {1},
            new boolean[] {true},
            new String[] {"a"},
            new byte[][] {{1}, {2}},
            new ArrayList<>(List.of(1)),
            new ArrayDeque<>(List.of(1)),
            new HashMap<>(Map.of(1, 2)),
            new LinkedHashMap<>(Map.of(1, 2)),
            new TreeMap<>(Map.of(1, 2)),
            new HashSet<>(List.of(1)),
            Arrays.asList(1, null),
            BitSet.valueOf(new long[] {5}),
            List.of(),
            List.of(1),
            List.of(1, 2, 3),
            List.of(1, 2, 3).subList(0, 2),
            Map.of(),
            Map.of(1, 2),
            Map.of(1, 2, 3, 4));

    for (Object value : values) {
      assertThat(read(codec, write(codec, value)))
          .as(value.getClass().getName())
          .usingRecursiveComparison()
          .isEqualTo(value);
    }
  }

  @Test
  void givenAClassNobodyRegistered_whenWritten_thenItIsRefusedByName() {
    assertThatThrownBy(() -> write(codec, new Unregistered(1)))
        .hasMessageContaining("Class is not registered")
        .hasMessageContaining(Unregistered.class.getName());
  }

  @Test
  void givenAJobThisProcessDoesNotKnow_whenRead_thenItIsRefused() {
    byte[] bytes = write(codec, new SampleJob.Sum(List.of(1.0)));

    assertThatThrownBy(() -> read(new KryoCodec(Jobs.of()), bytes))
        .isInstanceOf(KryoException.class)
        .hasMessageContaining("unregistered class ID");
  }

  @Test
  void givenBytesOfAnotherVersion_whenRead_thenTheyAreRefused() {
    byte[] bytes = write(codec, new TaskRun(1, 2));
    bytes[0]++;

    assertThatThrownBy(() -> read(codec, bytes))
        .isInstanceOf(KryoException.class)
        .hasMessage("encoded by another version: given=2, expected=1");
  }

  @Test
  void givenBytesThatEndEarly_whenRead_thenItIsAnErrorAndTheCodecStaysUsable() {
    byte[] bytes = write(codec, new SampleJob.Sum(List.of(1.0, 2.0)));

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(codec, cut)).isInstanceOf(KryoException.class);
    }

    assertThat(read(codec, bytes)).isEqualTo(new SampleJob.Sum(List.of(1.0, 2.0)));
  }

  @Test
  void givenTheFormatOfVersionOne_whenWritten_thenTheBytesAreThese() {
    // Changes here mean that nodes of two releases misread each other: then the version grows.
    assertThat(HexFormat.of().formatHex(write(codec, new TaskRun(3, 2)))).isEqualTo("01230406");
    assertThat(HexFormat.of().formatHex(write(codec, new short[] {1}))).isEqualTo("0130020100");
    assertThat(HexFormat.of().formatHex(write(codec, new SampleJob.Sum(List.of()))))
        .isEqualTo("01ec9894e9026601");
  }

  @Test
  void givenOtherJobsBesides_whenWritten_thenTheBytesAreTheSame() {
    var wider =
        new KryoCodec(
            Jobs.of(
                new SampleJob("a", List.of(Unregistered.class, byte[].class)),
                new SampleJob("sample"),
                new SampleJob("shares a class", List.of(SampleJob.Sum.class))));
    var sum = new SampleJob.Sum(List.of(1.0));

    assertThat(write(wider, sum)).isEqualTo(write(codec, sum));
    assertThat(write(wider, new byte[] {1})).isEqualTo(write(codec, new byte[] {1}));
  }

  @Test
  void givenTwoClassesWhoseNamesGiveOneId_whenMade_thenTheMessageNamesBoth() {
    var job = new SampleJob("clash", List.of(Tpjifji.class, Thveigd.class));

    assertThatThrownBy(() -> new KryoCodec(Jobs.of(job)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("two classes have one wire id")
        .hasMessageContaining(Tpjifji.class.getName())
        .hasMessageContaining(Thveigd.class.getName());
  }

  @Test
  void givenManyThreads_whenWritingAndReading_thenNobodyDisturbsAnother() {
    var executor = Executors.newFixedThreadPool(8);
    try {
      List<CompletableFuture<Void>> threads =
          IntStream.range(0, 8)
              .mapToObj(
                  thread ->
                      CompletableFuture.runAsync(
                          () -> {
                            for (int i = 0; i < 500; i++) {
                              var offer = offer(thread * 1000 + i, i % 50);
                              assertThat(read(codec, write(codec, offer))).isEqualTo(offer);
                            }
                          },
                          executor))
              .toList();

      threads.forEach(CompletableFuture::join);
    } finally {
      executor.shutdown();
    }
  }

  static PartialOffer offer(long number, int values) {
    List<Double> doubles = IntStream.range(0, values).mapToObj(i -> i + 0.5).toList();
    return new PartialOffer(
        new JobId("job-1"),
        number,
        2,
        new TaskRun(0, 3),
        new Work(4, 5),
        new SampleJob.Sum(doubles));
  }
}
