/**
 * The HTTP API: JSON documents, results as JSON or CSV, server-sent events. {@link
 * io.reparto.coordinator.http.HttpServer} listens, {@link io.reparto.coordinator.http.HttpApi}
 * finds the endpoint and turns every failure into a problem (RFC 9457), the endpoints ask the
 * coordinator by messages. Knows no particular job, and not where the coordinator is.
 */
package io.reparto.coordinator.http;
