/**
 * Finding inputs and reading byte ranges of CSV files into {@link
 * io.reparto.node.input.ColumnBatch}es. Nothing here knows Akka.
 *
 * <p>Planning: {@link io.reparto.node.input.InputFiles} finds the files, {@link
 * io.reparto.node.input.CsvSniffer} reads their heads into one {@link
 * io.reparto.node.input.CsvFormat}, {@link io.reparto.node.input.CsvSplit} maps task numbers to
 * {@link io.reparto.node.input.CsvPartition}s.
 *
 * <p>Running: one {@link io.reparto.node.input.CsvReader} per slot yields batches of records,
 * {@link io.reparto.node.input.FieldParser} turns their fields into numbers, and each partition
 * leaves a {@link io.reparto.node.input.RecordContinuity} whose merge proves that the partitions
 * together read what one pass over the file would have read.
 */
package io.reparto.node.input;
