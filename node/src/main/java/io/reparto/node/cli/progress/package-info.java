/** What is shown while a job runs. */
package io.reparto.node.cli.progress;
