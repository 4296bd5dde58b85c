package io.reparto.node.jobs.groupby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.reparto.protocol.job.Plan;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupByPartialSerializerTest {

  private static Kryo kryo() {
    var kryo = new Kryo();
    new GroupByJob().wireTypes().forEach(kryo::register);
    return kryo;
  }

  private static byte[] encoded(GroupByPartial partial) {
    var output = new Output(64, -1);
    kryo().writeObject(output, partial);
    return output.toBytes();
  }

  private static GroupByPartial decoded(byte[] bytes) {
    return kryo().readObject(new Input(bytes), GroupByPartial.class);
  }

  @Test
  void givenPartials_whenRoundTripped_thenMergingThemGivesTheSameDigest() throws Exception {
    var content = new StringBuilder("k,v\n");
    for (int i = 0; i < 30_000; i++) {
      content.append(i % 700 == 0 ? "broken" : "a rather long key " + i % 9000);
      content.append(i % 700 == 0 ? "\n" : "," + i * 0.1 + "\n");
    }
    try (var file = new CsvFile(content.toString())) {
      Plan plan =
          file.plan(
              "k", "count,min:v,max:v,mean:v,var:v", "partition-size", "64KiB", "on-error", "skip");
      var whole = (GroupByPartial) LocalRun.root(plan, 1, 1);
      List<String> remarks = plan.remarks(whole);

      var leaf = (GroupByPartial) LocalRun.leaves(plan).get(0);
      GroupByPartial merged =
          decoded(encoded((GroupByPartial) plan.identity())).merge(decoded(encoded(leaf)));
      String expected = plan.finish(LocalRun.leaves(plan).get(0)).digest();

      assertThat(plan.finish(merged).digest()).isEqualTo(expected);
      GroupByPartial copy = decoded(encoded(whole));
      assertThat(plan.remarks(copy)).isEqualTo(remarks).hasSize(11);
      assertThat(copy.rows()).isEqualTo(whole.rows());
      assertThat(copy.continuity()).isEqualTo(whole.continuity());
      assertThat(plan.finish(copy).digest()).isEqualTo(plan.finish(whole).digest());
    }
  }

  @Test
  void givenPartial_whenEncoded_thenItsSizeIsAboutAsAnnounced() {
    try (var file = new CsvFile("k,v\n" + rows(5000))) {
      Plan plan = file.plan("k", "mean:v");
      var partial = (GroupByPartial) LocalRun.root(plan, 1, 1);

      assertThat((double) encoded(partial).length)
          .isBetween(0.9 * partial.sizeBytes(), 1.1 * partial.sizeBytes());
    }
  }

  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "key" + i + "," + i)
        .collect(java.util.stream.Collectors.joining("\n"));
  }

  @Test
  void givenHugeCountInFewBytes_whenDecoded_thenItFailsWithoutTakingTheMemory() {
    var output = new Output(64, -1);
    output.writeByte(1);
    output.writeVarInt(1, true);
    output.writeByte(AccumulatorKind.COUNT.code());
    output.writeVarInt(400_000_000, true);

    assertThatThrownBy(() -> decoded(output.toBytes())).isInstanceOf(KryoException.class);
  }

  @Test
  void givenAnotherVersion_whenDecoded_thenItIsRefused() {
    assertThatThrownBy(() -> decoded(new byte[] {9, 0, 0, 0}))
        .isInstanceOf(KryoException.class)
        .hasMessageContaining("version=9");
  }

  @Test
  void givenPlan_whenRoundTripped_thenItPlansTheSame() {
    try (var file = new CsvFile("k,v\n" + rows(5000))) {
      Plan plan = file.plan("k", "mean:v", "where", "v > 3", "partition-size", "1KiB");
      Kryo kryo = kryo();
      kryo.register(int[].class);
      kryo.register(List.of(1).getClass());
      kryo.register(List.of(1, 2, 3).getClass());
      var output = new Output(64, -1);

      kryo.writeObject(output, plan);
      Plan copy = kryo.readObject(new Input(output.toBytes()), GroupByPlan.class);

      assertThat(copy).isEqualTo(plan);
      assertThat(copy.partition(3)).isEqualTo(plan.partition(3));
      assertThat(copy.finish(LocalRun.root(copy, 1, 1)))
          .isEqualTo(plan.finish(LocalRun.root(plan, 1, 1)));
    }
  }
}
