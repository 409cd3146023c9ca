package io.drover.placement.record;

import io.drover.core.decision.Decision;
import io.drover.placement.decide.tuning.TuningInput;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Where tuning stands, for whoever asks. Written by the loop once a round. */
@Singleton
public final class TuningBoard {
  private volatile State state = new State(false, List.of(), Map.of(), List.of());

  /**
   * All of it.
   *
   * @param asked whether agents were asked at all so far
   * @param services what is known of each, by the services' names
   * @param decisions what was decided last, by service id; none on an instance that stands by
   * @param missing what could not be learned
   */
  public record State(
      boolean asked,
      List<TuningInput> services,
      Map<String, Decision> decisions,
      List<String> missing) {
    public State {
      services = List.copyOf(services);
      decisions = Map.copyOf(decisions);
      missing = List.copyOf(missing);
    }
  }

  /** Takes the state of a round. */
  public void put(
      List<TuningInput> services, Map<String, Decision> decisions, List<String> missing) {
    state = new State(true, services, decisions, missing);
  }

  /** The state of the last round. */
  public State get() {
    return state;
  }
}
