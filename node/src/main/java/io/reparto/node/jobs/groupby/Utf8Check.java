package io.reparto.node.jobs.groupby;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Finds bytes that are no UTF-8. Not thread-safe. */
final class Utf8Check {
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // which reports
  private final CharBuffer discarded = CharBuffer.allocate(1024);

  /** Whether {@code bytes[start]} (included) to {@code bytes[end]} (excluded) are UTF-8. */
  boolean isValid(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && bytes[at] >= 0) {
      at++;
    }
    if (at == end) {
      return true;
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes, at, end - at);
    decoder.reset();
    CoderResult result;
    do {
      discarded.clear();
      result = decoder.decode(rest, discarded, true);
    } while (result.isOverflow());
    return !result.isError();
  }
}
