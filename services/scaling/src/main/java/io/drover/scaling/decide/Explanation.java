package io.drover.scaling.decide;

import io.drover.core.policy.HorizontalSpec.Behavior;
import io.drover.core.policy.HorizontalSpec.Direction;
import io.drover.core.policy.HorizontalSpec.Policy;
import java.time.Duration;
import java.util.stream.Collectors;

/** Says in one line what was wanted and what held it back. */
final class Explanation {
  private Explanation() {}

  static String of(
      HorizontalInput in, int desired, Stabilization stable, RateLimit limit, String why) {
    StringBuilder text = new StringBuilder(why);
    if (stable.replicas() != desired) {
      boolean up = desired >= in.current();
      text.append(
          "; wants %d, held at %d by the scale-%s window of %s"
              .formatted(desired, stable.replicas(), up ? "up" : "down", seconds(window(in, up))));
    }
    if (limit.limited()) {
      text.append(
          "; wants %d, limited to %d by %s"
              .formatted(stable.replicas(), limit.replicas(), limiter(in, limit)));
    }
    return text.toString();
  }

  private static Duration window(HorizontalInput in, boolean up) {
    return switch (in.spec().behavior()) {
      case Behavior.Legacy legacy -> in.settings().downscaleStabilization();
      case Behavior.Rules(Direction rulesUp, Direction rulesDown) ->
          up ? rulesUp.window() : rulesDown.window();
    };
  }

  private static String limiter(HorizontalInput in, RateLimit limit) {
    return switch (limit.reason()) {
      case "TooManyReplicas" -> "the maximum of " + in.spec().max();
      case "TooFewReplicas" -> "the minimum of " + in.spec().min();
      case "ScaleUpLimit" -> "the scale-up " + policies(in, true);
      default -> "the scale-down " + policies(in, false);
    };
  }

  private static String policies(HorizontalInput in, boolean up) {
    return switch (in.spec().behavior()) {
      case Behavior.Legacy legacy -> "limit for one step";
      case Behavior.Rules(Direction rulesUp, Direction rulesDown) -> {
        Direction direction = up ? rulesUp : rulesDown;
        String list =
            direction.policies().stream().map(Explanation::policy).collect(Collectors.joining(","));
        yield switch (direction.select()) {
          case DISABLED -> "policy off";
          case MAX, MIN -> (direction.policies().size() == 1 ? "policy " : "policies ") + list;
        };
      }
    };
  }

  private static String policy(Policy policy) {
    return switch (policy) {
      case Policy.Pods(int value, Duration period) -> value + "/" + seconds(period);
      case Policy.Percent(int value, Duration period) -> value + "%/" + seconds(period);
    };
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + "s";
  }
}
