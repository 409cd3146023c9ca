package io.drover.health.route.decide;

/**
 * The checks of one task so far, as a value.
 *
 * @param health what they come to
 * @param good good answers in a row, at the end
 * @param bad bad ones in a row, at the end
 */
public record CheckHistory(Health health, int good, int bad) {
  /** Before the first check. */
  public static final CheckHistory NONE = new CheckHistory(new Health.Pending(), 0, 0);

  /** Newcomers refuse connections until they listen: so many times more count as failing. */
  private static final int PATIENCE = 10;

  /**
   * With one more result. A health that is settled stays until as many results speak against it.
   */
  public CheckHistory after(ProbeResult result, CheckRules rules) {
    return switch (result) {
      case ProbeResult.Passed passed -> {
        int now = count(good);
        yield new CheckHistory(now >= rules.rise() ? new Health.Passing() : health, now, 0);
      }
      case ProbeResult.Failed(String why) -> {
        boolean newcomer = health instanceof Health.Pending;
        yield bad(new Health.Failing(why), rules.fall() * (newcomer ? PATIENCE : 1));
      }
      case ProbeResult.NoWay(String why) -> bad(new Health.Unreachable(why), rules.fall());
    };
  }

  private CheckHistory bad(Health then, int fall) {
    int now = count(bad);
    return new CheckHistory(now >= fall ? then : health, 0, now);
  }

  private static int count(int before) {
    return before == Integer.MAX_VALUE ? before : before + 1;
  }

  /** Whether the last results agree with what they came to, so that the next one may wait. */
  public boolean isSettled() {
    return switch (health) {
      case Health.Passing passing -> bad == 0;
      case Health.Failing failing -> good == 0;
      case Health.Unreachable unreachable -> good == 0;
      case Health.Pending pending -> false;
      case Health.Unchecked unchecked -> true;
    };
  }
}
