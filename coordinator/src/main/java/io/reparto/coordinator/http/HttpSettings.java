package io.reparto.coordinator.http;

import com.typesafe.config.Config;
import io.reparto.protocol.settings.SettingRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The keys under {@code reparto.http}, read and checked once; meanings and ranges stand in
 * reference.conf.
 *
 * @param token empty to ask for none
 * @param maxBodyBytes most bytes of a request's body
 */
public record HttpSettings(
    String host,
    int port,
    String token,
    Duration requestTimeout,
    int maxBodyBytes,
    Duration heartbeat,
    Duration stopTimeout) {
  private static final int LEAST_TOKEN = 16;
  private static final int MOST_TOKEN = 512;
  // RFC 6750, section 2.1: b64token.
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  public HttpSettings {
    check("port", port, 0, 65_535);
    check("request-timeout", requestTimeout.toMillis(), 100, 300_000);
    check("max-body", maxBodyBytes, 1024, 128 * 1024);
    check("heartbeat", heartbeat.toMillis(), 100, 5_000);
    check("stop-timeout", stopTimeout.toMillis(), 0, 60_000);
    checkToken(token);
    if (token.isEmpty() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "reparto.http.host is reachable from other machines and reparto.http.token is empty: set"
              + " a token (environment REPARTO_HTTP_TOKEN) or listen on 127.0.0.1: host="
              + host);
    }
  }

  /**
   * Reads the keys.
   *
   * @param config the whole configuration
   * @throws IllegalArgumentException naming the key and the value out of range, but never the token
   */
  public static HttpSettings from(Config config) {
    Config section = config.getConfig("reparto.http");
    long maxBody = section.getBytes("max-body");
    return new HttpSettings(
        section.getString("host"),
        section.getInt("port"),
        section.getString("token"),
        section.getDuration("request-timeout"),
        (int) Math.min(Integer.MAX_VALUE, maxBody),
        section.getDuration("heartbeat"),
        section.getDuration("stop-timeout"));
  }

  /** Whether other machines can reach the API. */
  public boolean isBeyondLoopback() {
    return !isLoopback(host);
  }

  private static void check(String key, long value, long minimum, long maximum) {
    SettingRange.require("reparto.http." + key, value, minimum, maximum);
  }

  private static void checkToken(String token) {
    if (token.isEmpty()) {
      return;
    }
    // Its length and not the token: settings are printed when they are wrong.
    check("token's length", token.length(), LEAST_TOKEN, MOST_TOKEN);
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "reparto.http.token must be of letters, digits and \"-._~+/\", then any \"=\"");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress() && !host.isBlank();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("reparto.http.host is not known: value=" + host, e);
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "HttpSettings[host=" + host + ", port=" + port + ", hasToken=" + !token.isEmpty() + "]";
  }
}
