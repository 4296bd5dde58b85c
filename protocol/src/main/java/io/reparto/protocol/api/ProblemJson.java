package io.reparto.protocol.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An error as RFC 9457 describes it, {@code application/problem+json}.
 *
 * @param type {@code about:blank}: the status says what kind of problem it is
 * @param title the name of the status
 * @param status the HTTP status
 * @param detail what is wrong, with the value, and what to do about it
 * @param job the job it is about; absent where it is about none
 * @param state of that job, in lower case; absent where it does not matter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemJson(
    String type, String title, int status, String detail, String job, String state) {}
