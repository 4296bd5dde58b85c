/** The job {@code sleep}: tasks that wait or do nothing. */
package io.reparto.node.jobs.sleep;
