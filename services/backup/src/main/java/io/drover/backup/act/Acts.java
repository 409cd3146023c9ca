package io.drover.backup.act;

import io.drover.core.decision.Action;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.runtime.act.Acting;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Does single steps while the lease allows it, and records each with its reasons. */
public final class Acts {
  private final String loop;
  private final Suite suite;
  private final DecisionIds ids;
  private final DecisionRecorder recorder;
  private final TimeSource time;
  private final BooleanSupplier mayAct;

  /**
   * Acts of a loop.
   *
   * @param loop its name in the journal
   * @param mayAct whether the lease holds for as long as a step takes
   */
  public Acts(
      String loop,
      Suite suite,
      DecisionIds ids,
      DecisionRecorder recorder,
      TimeSource time,
      BooleanSupplier mayAct) {
    this.loop = loop;
    this.suite = suite;
    this.ids = ids;
    this.recorder = recorder;
    this.time = time;
    this.mayAct = mayAct;
  }

  /** Whether the lease holds for as long as a step takes. */
  public boolean mayAct() {
    return mayAct.getAsBoolean();
  }

  /** Does one step and records what came of it. */
  public Outcome act(Action action, Reason why, String service, Function<Action, Outcome> how) {
    Plan plan = new Plan(List.of(new Plan.Step(action, List.of(why))), List.of(), List.of());
    return act(plan, action.serviceId(), service, how);
  }

  /** A step that says by an exception what was wrong. */
  @FunctionalInterface
  public interface Attempt {
    /** Takes it. */
    void make() throws IOException, InterruptedException;
  }

  /** Tries one step and records what came of it. */
  public Outcome attempt(Action action, Reason why, String service, Attempt attempt) {
    return act(
        action,
        why,
        service,
        any -> {
          try {
            attempt.make();
            return new Outcome.Applied("");
          } catch (IOException failed) {
            return new Outcome.Failed(Outcome.Kind.REJECTED, String.valueOf(failed.getMessage()));
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed(
                Outcome.Kind.UNAVAILABLE, "the service was stopped meanwhile");
          }
        });
  }

  /** Does the one step of a plan, if it has one, and records what came of it. */
  public Outcome act(Plan plan, String serviceId, String service, Function<Action, Outcome> how) {
    List<Outcome> outcomes = Acting.through(plan, mayAct, how);
    record(plan, serviceId, service, outcomes, Map.of());
    return outcomes.isEmpty() ? new Outcome.Applied("nothing to do") : outcomes.getLast();
  }

  /** Records something as a whole. */
  public void record(
      Plan plan,
      String serviceId,
      String service,
      List<Outcome> outcomes,
      Map<String, String> facts) {
    String what =
        plan.steps().isEmpty()
            ? plan.reasons().isEmpty() ? "nothing to do" : plan.reasons().getFirst().text()
            : plan.steps().getFirst().action().describe()
                + ": "
                + plan.steps().getFirst().reasons().getFirst().text();
    recorder.record(
        new Decision(
            ids.next(),
            time.now().wall(),
            loop,
            suite.instance(),
            service,
            serviceId,
            what,
            plan,
            outcomes,
            facts));
  }
}
