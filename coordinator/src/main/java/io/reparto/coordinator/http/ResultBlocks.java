package io.reparto.coordinator.http;

import akka.util.ByteString;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.message.JobStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A result's text block by block, written when the client is ready for the next: a large one is
 * never held as text. Not thread-safe.
 */
final class ResultBlocks implements Iterator<ByteString> {
  private static final int BLOCK_BYTES = 64 * 1024;

  private final JobResult result;
  private final ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK_BYTES + 4096);
  private final RowWriter writer;
  private int nextRow;
  private boolean started;
  private boolean ended;

  private ResultBlocks(JobResult result, Opener opener) {
    this.result = result;
    try {
      this.writer = opener.open(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Opener {
    RowWriter open(ByteArrayOutputStream out) throws IOException;
  }

  static ResultBlocks json(JobStatus status, JobResult result) {
    return new ResultBlocks(result, out -> new JsonRows(status, result, out));
  }

  static ResultBlocks csv(JobResult result) {
    return new ResultBlocks(result, out -> new CsvRows(result, out));
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public ByteString next() {
    if (ended) {
      throw new NoSuchElementException();
    }
    try {
      fillBlock();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteString text = ByteString.fromArrayUnsafe(block.toByteArray());
    block.reset();
    return text;
  }

  private void fillBlock() throws IOException {
    if (!started) {
      started = true;
      writer.start();
    }
    while (nextRow < result.rows() && block.size() < BLOCK_BYTES) {
      writer.write(nextRow);
      nextRow++;
    }
    if (nextRow == result.rows()) {
      writer.end();
      ended = true;
    }
    writer.flush();
  }
}
