package io.reparto.protocol.api;

import java.util.List;

/** A list of jobs, the newest first. */
public record JobsJson(List<StatusJson> jobs) {}
