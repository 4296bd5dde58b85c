package io.reparto.protocol.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobResultTest {

  @Test
  void givenATableOfEveryType_whenDigested_thenItIsTheHashOfTheDocumentedBytes()
      throws IOException, GeneralSecurityException {
    var secondIsNull = new BitSet();
    secondIsNull.set(1);
    var result =
        new JobResult(
            List.of(
                TextColumn.of("stadt", Arrays.asList("Köln", null)),
                new LongColumn("n", new long[] {-2, 99}, secondIsNull),
                DoubleColumn.of("x", -0.0, Double.NaN)));

    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(3); // columns
    out.writeInt(2); // rows
    out.writeInt(5);
    out.writeBytes("stadt");
    out.writeByte('t');
    out.writeByte(1);
    out.writeInt(5);
    out.write(new byte[] {'K', (byte) 0xc3, (byte) 0xb6, 'l', 'n'});
    out.writeByte(0);
    out.writeInt(1);
    out.writeBytes("n");
    out.writeByte('l');
    out.writeByte(1);
    out.writeLong(-2);
    out.writeByte(0);
    out.writeInt(1);
    out.writeBytes("x");
    out.writeByte('d');
    out.writeByte(1);
    out.writeLong(0x8000_0000_0000_0000L);
    out.writeByte(1);
    out.writeLong(0x7ff8_0000_0000_0000L);
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());

    assertThat(result.digest()).isEqualTo(HexFormat.of().formatHex(expected));
  }

  @Test
  void givenAnyNaN_whenDigested_thenItIsTheSame() {
    double otherNaN = Double.longBitsToDouble(0x7ff8_0000_0000_1234L);

    assertThat(digest(DoubleColumn.of("x", otherNaN)))
        .isEqualTo(digest(DoubleColumn.of("x", Double.NaN)));
  }

  @Test
  void givenTablesThatDiffer_whenDigested_thenTheDigestsDiffer() {
    var empty = TextColumn.of("t", List.of(""));
    var isNull = TextColumn.of("t", Arrays.asList((String) null));

    assertThat(
            List.of(
                digest(empty),
                digest(isNull),
                digest(TextColumn.of("u", List.of(""))),
                digest(TextColumn.of("t", List.of("", ""))),
                digest(TextColumn.of("t", List.of())),
                digest(LongColumn.of("t", 0)),
                digest(DoubleColumn.of("t", 0.0)),
                digest(DoubleColumn.of("t", -0.0)),
                digest(empty, isNull),
                digest(isNull, empty)))
        .doesNotHaveDuplicates();
  }

  @Test
  void givenTextsThatMeetDifferently_whenDigested_thenTheDigestsDiffer() {
    assertThat(digest(TextColumn.of("t", List.of("ab", "c"))))
        .isNotEqualTo(digest(TextColumn.of("t", List.of("a", "bc"))));
  }

  @Test
  void givenTextsLongerThanABlock_whenDigested_thenEveryByteCounts() {
    String longText = "x".repeat(200_000);

    assertThat(digest(TextColumn.of("t", List.of("a", longText, "b"))))
        .isNotEqualTo(
            digest(TextColumn.of("t", List.of("a", longText.replaceFirst("x$", "y"), "b"))));
  }

  @Test
  void givenColumnsOfDifferentSizeOrNone_whenMade_thenItIsAnError() {
    var one = LongColumn.of("one", 1);
    var two = LongColumn.of("two", 1, 2);

    assertThatThrownBy(() -> new JobResult(List.of(one, two)))
        .hasMessage("columns differ in size: first=1, two=2");
    assertThatThrownBy(() -> new JobResult(List.of())).hasMessageContaining("columns=[]");
  }

  private static String digest(Column... columns) {
    return new JobResult(List.of(columns)).digest();
  }
}
