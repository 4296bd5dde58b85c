package io.reparto.coordinator.http;

import akka.http.javadsl.model.Host;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * Who may come in. With a token, whoever sends it. Without one the server listens on loopback only,
 * and the browsers of this machine's users remain: a page from elsewhere must not reach the API by
 * a name of its own that resolves to this machine (DNS rebinding), so the request must be addressed
 * to an address or to a name of this machine.
 */
final class Gate {
  private static final String SCHEME = "bearer ";

  private final HttpSettings settings;

  Gate(HttpSettings settings) {
    this.settings = settings;
  }

  void check(HttpRequest request) {
    if (settings.token().isEmpty()) {
      checkHost(request.getUri().host());
    } else {
      checkToken(request.getHeader("Authorization").map(header -> header.value()).orElse(""));
    }
  }

  private void checkHost(Host host) {
    String name = host.address().toLowerCase(Locale.ROOT);
    boolean known =
        host.isIPv4()
            || host.isIPv6()
            || name.equals("localhost")
            || name.equals(settings.host().toLowerCase(Locale.ROOT));
    if (!known) {
      throw HttpProblem.of(
          StatusCodes.MISDIRECTED_REQUEST,
          "without a token the API answers to localhost only: host=" + host.address());
    }
  }

  private void checkToken(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw unauthorized("send the token as \"Authorization: Bearer TOKEN\"", "");
    }
    byte[] given =
        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    // In constant time: how long a refusal takes must not tell how much of a guess is right.
    if (!MessageDigest.isEqual(settings.token().getBytes(StandardCharsets.UTF_8), given)) {
      throw unauthorized("the token is not the server's", ", error=\"invalid_token\"");
    }
  }

  private static HttpProblem unauthorized(String detail, String error) {
    return HttpProblem.of(
        StatusCodes.UNAUTHORIZED,
        detail,
        RawHeader.create("WWW-Authenticate", "Bearer realm=\"reparto\"" + error));
  }
}
