package io.reparto.node.input;

/**
 * Where the fields of one column lie in an array of bytes: the field of row r from {@link #start}
 * (included) to {@link #end} (excluded). The spans of plain records are not copied: they stand,
 * {@link #stride} apart, among the positions that a scan found. Loops over many rows read {@link
 * #edges} themselves. Reused from batch to batch; owned by one thread.
 */
public final class FieldSpans {
  private final int[] own;
  private int[] edges;
  private int first;
  private int stride;

  /** Room for the spans of so many rows. */
  public FieldSpans(int rows) {
    own = new int[2 * rows];
    useOwn();
  }

  /**
   * The array with the spans: the byte before row r's field is at {@code edges[first + r *
   * stride]}, the byte after it at the next index.
   */
  public int[] edges() {
    return edges;
  }

  /** See {@link #edges}. */
  public int first() {
    return first;
  }

  /** See {@link #edges}. */
  public int stride() {
    return stride;
  }

  public int start(int row) {
    return edges[first + row * stride] + 1;
  }

  public int end(int row) {
    return edges[first + row * stride + 1];
  }

  /** Makes room of its own for spans that are put; what was there is undefined now. */
  public void useOwn() {
    edges = own;
    first = 0;
    stride = 2;
  }

  /** Sets a span; only after {@link #useOwn}. */
  public void put(int row, int start, int end) {
    own[2 * row] = start - 1;
    own[2 * row + 1] = end;
  }

  /**
   * Takes the spans {@code kept[0]} to {@code kept[count - 1]}, which ascend, of others or of
   * these.
   */
  public void gather(FieldSpans others, int[] kept, int count) {
    useOwn();
    for (int i = 0; i < count; i++) {
      int at = others.first + kept[i] * others.stride;
      own[2 * i] = others.edges[at];
      own[2 * i + 1] = others.edges[at + 1];
    }
  }

  /** Lets the spans stand in an array that is not changed as long as they are in use. */
  void stand(int[] array, int firstEdge, int edgesPerRow) {
    edges = array;
    first = firstEdge;
    stride = edgesPerRow;
  }
}
