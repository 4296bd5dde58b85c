/**
 * The job {@code groupby}: aggregates of the rows of CSV files by key. Nothing here knows Akka.
 *
 * <p>Planning: {@link io.reparto.node.jobs.groupby.GroupByJob} reads the arguments, {@code
 * BoundQuery} turns names into columns. Running: {@code GroupByKernel} takes a batch of records at
 * a time through parse ({@code RowBlock}), filter ({@code Condition}), keys ({@code KeyEncoder},
 * {@code KeyBlock}), lookup ({@code GroupTable}) and one loop per accumulator ({@code
 * Accumulators}). {@link io.reparto.node.jobs.groupby.GroupByPartial} merges; {@code KeyDecoder},
 * {@code GroupOrder} and {@code AnswerColumns} make the result.
 */
package io.reparto.node.jobs.groupby;
