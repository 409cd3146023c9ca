package io.drover.health.decide.state;

import java.util.List;
import java.util.Locale;

/** What engines write when a task fails; there are no codes for it. */
final class FailureText {
  /** Of dockerd's own store, of a registry, and of containerd. */
  private static final List<String> IMAGE =
      List.of(
          "no such image",
          "pull access denied",
          "manifest unknown",
          "manifest for ",
          "repository does not exist",
          "failed to resolve reference",
          "unable to pull");

  /** Swarmkit's executor: "dockerexec: unhealthy container". */
  private static final String HEALTH_CHECK = "unhealthy container";

  private FailureText() {}

  static boolean namesTheImage(String error) {
    String text = error.toLowerCase(Locale.ROOT);
    return IMAGE.stream().anyMatch(text::contains);
  }

  static boolean namesTheHealthCheck(String error) {
    return error.toLowerCase(Locale.ROOT).contains(HEALTH_CHECK);
  }
}
