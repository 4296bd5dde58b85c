package io.reparto.node.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StructuralScannerPropertyTest {
  private static final int FROM = 3;

  @Property(tries = 2_000)
  void givenAnyBytes_whenScanned_thenPositionsAreThoseOfALookAtEachByte(
      @ForAll long seed,
      @ForAll @IntRange(max = StructuralScanner.STEP_BYTES) int length,
      @ForAll @IntRange(min = 1, max = 40) int rarity) {
    int to = FROM + length;
    byte[] bytes = bytes(new Random(seed), to, rarity);
    int[] expected =
        IntStream.range(FROM, to).filter(i -> bytes[i] == ';' || bytes[i] == '\n').toArray();
    var positions = new int[1 + length + StructuralScanner.SLACK];
    var scanner = new StructuralScanner((byte) ';');

    int count = scanner.scan(bytes, FROM, to, positions, 1);

    assertThat(Arrays.copyOfRange(positions, 1, count)).isEqualTo(expected);
    assertThat(scanner.lineFeeds())
        .isEqualTo((int) Arrays.stream(expected).filter(i -> bytes[i] == '\n').count());
  }

  @Property(tries = 1_000)
  void givenAQuote_whenScanned_thenItIsSeenWhereverItIs(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = StructuralScanner.STEP_BYTES) int length) {
    int to = FROM + length;
    var random = new Random(seed);
    byte[] bytes = bytes(random, to, 10);
    bytes[FROM + random.nextInt(length)] = '"';
    var positions = new int[1 + length + StructuralScanner.SLACK];

    int count = new StructuralScanner((byte) ';').scan(bytes, FROM, to, positions, 1);

    assertThat(count).isEqualTo(StructuralScanner.QUOTE);
  }

  /** Any bytes but quotes, one in {@code rarity} structural, and zeros from {@code to} on. */
  private static byte[] bytes(Random random, int to, int rarity) {
    var bytes = new byte[to + RecordBuffer.PADDING];
    for (int i = 0; i < to; i++) {
      byte any = (byte) random.nextInt(256);
      boolean structural = random.nextInt(rarity) == 0;
      bytes[i] = structural ? (byte) (random.nextBoolean() ? ';' : '\n') : any == '"' ? 0 : any;
    }
    return bytes;
  }
}
