package io.reparto.coordinator.registry;

import akka.Done;
import io.reparto.protocol.message.JobId;
import io.reparto.protocol.message.JobRecord;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Where a cluster writes its jobs down, so that they outlive a coordinator. Written by the one
 * coordinator of the newest term. Thread-safe; nothing blocks.
 */
public interface JobRegistry {

  /**
   * What a coordinator finds when it starts.
   *
   * @param term its own: greater than that of every coordinator before, at least 1
   * @param jobs every job known, in no order
   * @param workers addresses ({@code host:port}) of the cluster nodes with a worker that can be
   *     reached now: those that may hold finished work of the jobs
   */
  record Takeover(long term, List<JobRecord> jobs, Set<String> workers) {
    public Takeover {
      jobs = List.copyOf(jobs);
      workers = Set.copyOf(workers);
    }
  }

  /**
   * Begins a coordinator's term. Completes also when most nodes are silent, after a bounded time
   * and with what this node knows.
   */
  CompletionStage<Takeover> takeOver();

  /**
   * Writes a job down, over what was known of it.
   *
   * @return completes when most nodes have it; fails if they don't within a bounded time, and then
   *     they may have it later
   */
  CompletionStage<Done> put(JobRecord job);

  /**
   * The largest encoded result that may be kept with an ended job, in bytes; 0 where none is. It
   * may be called often.
   */
  int mostResultBytes();

  /** Forgets a job. */
  void remove(JobId job);
}
