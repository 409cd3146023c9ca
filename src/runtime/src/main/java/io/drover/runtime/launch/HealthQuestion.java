package io.drover.runtime.launch;

import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a health check asks of a service on its own machine, as arguments: {@code PORT[/PATH]
 * [TIME]}.
 *
 * @param port on 127.0.0.1
 * @param path with its first slash; {@value #LIVE} where none is given
 * @param time for connection and answer together; 3 seconds where none is given
 */
record HealthQuestion(int port, String path, Duration time) {
  /** Whether the process works; whether it can reach what it needs is readiness. */
  static final String LIVE = "/q/health/live";

  private static final String EXPECTED =
      "PORT[/PATH] [TIME], such as 9482 or 9482/q/health/live 3s";
  private static final int LAST_PORT = 65_535;
  private static final Duration USUAL = Duration.ofSeconds(3);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** A path of visible ASCII: nothing that could end the request's line. */
  private static final Pattern WHERE = Pattern.compile("([0-9]{1,5})(/[!-~]*)?");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when that is none; says what is expected
   */
  static HealthQuestion parse(List<String> arguments) {
    if (arguments.isEmpty() || arguments.size() > 2) {
      throw new IllegalArgumentException("expected: " + EXPECTED);
    }
    Matcher where = WHERE.matcher(arguments.getFirst());
    int port = where.matches() ? Integer.parseInt(where.group(1)) : 0;
    if (port < 1 || port > LAST_PORT) {
      throw new MalformedValueException(arguments.getFirst(), EXPECTED);
    }
    Duration time = arguments.size() < 2 ? USUAL : Durations.parse(arguments.getLast());
    if (time.isZero() || time.compareTo(LONGEST) > 0) {
      throw new MalformedValueException(arguments.getLast(), "a time of more than 0s, up to 1h");
    }
    return new HealthQuestion(port, where.group(2) == null ? LIVE : where.group(2), time);
  }
}
