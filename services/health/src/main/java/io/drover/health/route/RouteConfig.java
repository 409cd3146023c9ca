package io.drover.health.route;

import io.drover.health.route.decide.CheckRules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How members of load balancers are found and checked. */
@ConfigMapping(prefix = "drover.health.route")
public interface RouteConfig {

  /** Time between two rounds when nothing changes. Defaults to 1 second. */
  @WithDefault("1s")
  Duration period();

  /** Time between two rounds while something changes. Defaults to 100 milliseconds. */
  @WithDefault("100ms")
  Duration quickPeriod();

  /**
   * Ids or names of the networks that the load balancers are on, in order of preference. Without
   * any, tasks must publish their port on their node or be on one network only.
   */
  Optional<List<String>> networks();

  /** Drover's own check of the tasks. */
  Check check();

  /** Drover's own check of the tasks. */
  interface Check {
    /** Whether it is made. Defaults to true; without it a task's state is all that counts. */
    @WithDefault("true")
    boolean enabled();

    /** So many good answers in a row let a task in. Defaults to 2. */
    @WithDefault("2")
    int rise();

    /** So many bad ones in a row take it out. Defaults to 3. */
    @WithDefault("3")
    int fall();

    /** Time between two checks of a task. Defaults to 2 seconds. */
    @WithDefault("2s")
    Duration interval();

    /** The same while its last answers differ from what it counts as. Defaults to 100 ms. */
    @WithDefault("100ms")
    Duration fastInterval();

    /** The longest time for one check. Defaults to 1 second. */
    @WithDefault("1s")
    Duration timeout();

    /** So many checks are made at a time. Defaults to 64. */
    @WithDefault("64")
    int concurrency();
  }

  /** The rules of these settings. */
  static CheckRules rules(Check check) {
    return new CheckRules(
        check.rise(), check.fall(), check.interval(), check.fastInterval(), check.timeout());
  }
}
