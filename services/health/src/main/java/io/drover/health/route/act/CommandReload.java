package io.drover.health.route.act;

import io.drover.core.decision.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * By commands, where nginx runs beside Drover.
 *
 * @param test tests the configuration
 * @param reload has nginx read it
 */
record CommandReload(List<String> test, List<String> reload, Duration timeout)
    implements NginxReload {

  @Override
  public Outcome apply() {
    Programs.Ended tested = Programs.run(test, timeout);
    if (!tested.well()) {
      return new Outcome.Failed(
          Outcome.Kind.REJECTED, "the old members are kept, the test failed: " + tested.said());
    }
    Programs.Ended reloaded = Programs.run(reload, timeout);
    return reloaded.well()
        ? new Outcome.Applied("")
        : new Outcome.Failed(Outcome.Kind.UNAVAILABLE, "not reloaded: " + reloaded.said());
  }

  @Override
  public String complaint() {
    return "";
  }
}
