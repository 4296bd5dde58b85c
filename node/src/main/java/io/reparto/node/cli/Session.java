package io.reparto.node.cli;

import io.reparto.node.cli.output.WorkerLogs;

/**
 * What a command that waits for a job has around it.
 *
 * @param notes what happens beside the job goes there
 * @param logs of the workers, for their last words
 */
record Session(Console console, Interruption interruption, Notes notes, WorkerLogs logs) {}
