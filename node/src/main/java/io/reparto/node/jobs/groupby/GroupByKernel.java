package io.reparto.node.jobs.groupby;

import io.reparto.node.input.ColumnBatch;
import io.reparto.node.input.CsvFormat;
import io.reparto.node.input.CsvPartition;
import io.reparto.node.input.CsvReader;
import io.reparto.node.input.FieldParser;
import io.reparto.protocol.aggregate.PartialAggregate;
import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.Kernel;
import io.reparto.protocol.job.Partition;
import io.reparto.protocol.job.Slice;
import io.reparto.protocol.job.Step;
import io.reparto.protocol.job.Work;
import java.io.IOException;

/** Groups the rows of one partition after the other, a batch of columns at a time. */
final class GroupByKernel implements Kernel {
  private final BoundQuery query;
  private final BadRecords bad = new BadRecords();
  private final CsvReader reader;
  private final FieldParser parser;
  private final ColumnBatch batch;
  private final RowBlock block;
  private final KeyEncoder encoder;
  private final KeyBlock keys = new KeyBlock();
  private final Accumulation accumulation;
  private final GroupTable table;
  private final int[] offsets = new int[ColumnBatch.CAPACITY];
  private final byte[] truths = new byte[ColumnBatch.CAPACITY];
  private final int[] kept = BoundQuery.rowScratch();
  private long rows;
  private long rejected;

  GroupByKernel(BoundQuery query, CsvFormat format, InputRoots roots) {
    this.query = query;
    int[] selected = query.columns().fileColumns();
    reader = new CsvReader(format, selected, bad, roots);
    parser = new FieldParser(format, selected, bad);
    batch = new ColumnBatch(selected.length);
    block = new RowBlock(query.columns());
    encoder = new KeyEncoder(query.keys());
    accumulation = new Accumulation(query.aggregation());
    table = new GroupTable(query.aggregation().layout());
  }

  @Override
  public void begin(Partition partition) throws IOException {
    rows = 0;
    rejected = 0;
    bad.clear();
    reader.open((CsvPartition) partition);
  }

  @Override
  public Step run(Slice slice) throws IOException {
    while (reader.next(batch)) {
      accumulate();
      if (slice.isOver()) {
        return Step.MORE;
      }
    }
    failIfBad();
    return Step.DONE;
  }

  private void accumulate() {
    block.load(batch, parser);
    failIfBad();
    rows += block.rows();
    rejected += batch.rejectedRows();
    query.filter(block, truths, kept);
    encoder.encode(block, keys);
    table.locate(keys, block.rows(), offsets);
    accumulation.accumulate(block, table.cells(), offsets);
  }

  private void failIfBad() {
    if (!query.query().skipBadRecords()) {
      bad.failIfAny();
    }
  }

  @Override
  public PartialAggregate finish() {
    return new GroupByPartial(
        table.take(), rows, rejected + bad.wrongForm(), bad.first(), reader.continuity());
  }

  @Override
  public Work work() {
    return new Work(rows, reader.bytesRead());
  }

  @Override
  public void close() {
    reader.close();
  }
}
