/**
 * Sealed message types between client, coordinator and worker. Control messages ({@link
 * io.reparto.protocol.message.Wire}) are small and Jackson CBOR; data ({@link
 * io.reparto.protocol.message.Bulk}) is Kryo; the frames of partials cross as they are.
 *
 * <pre>
 * client                     coordinator                                worker (slots)
 *   | SubmitJob ----------------> |  plans, splits                          |
 *   |                             | <----------- WorkerHello (stream) ----- |  once, and after a broken stream
 *   |                             | ------------ Welcome -----------------> |
 *   | <---------------- Planned   | <----------- RequestLease ------------- |  one for each free slot
 *   |                             | ------------ RunLease ----------------> |
 *   |                             | <----------- RequestPlan -------------- |  first lease of a job
 *   |                             | ------------ PlanDelivered -----------> |
 *   |                             | <=========== partials, as a stream ==== |  every 200 ms and at a lease's end
 *   |                             | <----------- ReportUnderWay ----------- |  which tasks run, at every change
 *   | <------------- Progressed   | ------------ PartialCommitted --------> |  or PartialRefused
 *   |                             | <----------- ReportFailure ------------ |  if a task throws
 *   |                             | ------------ FailureNoted ------------> |
 *   | <-------------- Succeeded   | ------------ EndJob ------------------> |  also after a cancel or a failure
 * </pre>
 *
 * <p>A client on another node, which may go away and come back, sends {@code EnqueueJob} instead
 * and asks: {@code DescribeJob}, {@code ListJobs}, {@code WatchJob} (a {@code JobDescribed} for
 * every change) and {@code FetchResult}. Where coordinator and worker are in two JVMs, plans go as
 * {@code PlanPart}s and results as {@code ResultPart}s, each asked for by its receiver. A worker
 * that leaves is told to {@code Drain} and sends {@code ReturnTasks}.
 */
package io.reparto.protocol.message;
