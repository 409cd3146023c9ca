package io.drover.backup.act;

import io.drover.backup.decide.run.BringBack;
import io.drover.backup.decide.run.RunPlan;
import io.drover.backup.observe.RunFactsReader;
import io.drover.core.decision.Action;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.engine.Engine;
import io.drover.engine.EngineReader;
import io.drover.engine.RawJson;
import io.drover.runtime.orders.ServiceOrder;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.time.TimeSource;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Stops services and brings them back. While one is stopped a pause is ordered for it, so that
 * scaling and repairs leave it alone.
 */
public final class Stopping {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration REST = Duration.ofMinutes(30);
  private static final Duration RENEWED_BEFORE = Duration.ofMinutes(15);
  private static final int TRIES = 5;

  private final Engine engine;
  private final ServiceOrders orders;
  private final Acts acts;
  private final TimeSource time;
  private final Waiting waiting;

  /** Stops services of this Swarm. */
  public Stopping(Engine engine, Acts acts, TimeSource time, Waiting waiting) {
    this.engine = engine;
    this.orders = new ServiceOrders(engine);
    this.acts = acts;
    this.time = time;
    this.waiting = waiting;
  }

  /** A service could not be stopped; the message says why. */
  public static final class NotStoppedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean untouched;

    NotStoppedException(String message, boolean untouched) {
      super(message);
      this.untouched = untouched;
    }

    /** Whether it certainly is as it was, and so must not be brought back. */
    public boolean untouched() {
      return untouched;
    }
  }

  /**
   * Stops a service, and waits until none of its tasks runs.
   *
   * @param why in the journal
   * @param goesOn asked while waiting; whether it should still be waited
   * @return the version at which it is stopped
   */
  public long stop(RunPlan.Stop stop, Reason why, BooleanSupplier goesOn)
      throws IOException, InterruptedException {
    rest(stop, why.text());
    Outcome outcome =
        acts.act(
            new Action.SetReplicas(
                stop.serviceId(), stop.service(), stop.version(), stop.replicas(), 0),
            why,
            stop.service(),
            action -> engine.setReplicas(stop.serviceId(), stop.version(), 0));
    if (!(outcome instanceof Outcome.Applied)) {
      boolean untouched = outcome instanceof Outcome.Conflict;
      if (untouched) {
        wake(stop.serviceId());
      }
      throw new NotStoppedException(
          "%s could not be stopped: %s".formatted(stop.service(), Outcomes.words(outcome)),
          untouched);
    }
    long version = service(stop.serviceId()).map(ServiceView::version).orElse(-1L);
    waiting
        .until(stop.timeLimit(), POLL, () -> ended(stop, goesOn))
        .orElseThrow(
            () ->
                new NotStoppedException(
                    "%s did not stop within %d s"
                        .formatted(stop.service(), stop.timeLimit().toSeconds()),
                    false));
    return version;
  }

  /** Something as soon as none of its tasks runs. */
  private Optional<RunPlan.Stop> ended(RunPlan.Stop stop, BooleanSupplier goesOn)
      throws NotStoppedException {
    if (!lives(stop.serviceId())) {
      return Optional.of(stop);
    }
    if (!goesOn.getAsBoolean()) {
      throw new NotStoppedException(
          "given up while %s was stopping".formatted(stop.service()), false);
    }
    return Optional.empty();
  }

  /** Whether any of its tasks may still have a container. */
  private boolean lives(String serviceId) {
    String filters =
        URLEncoder.encode(
            "{\"service\":[" + RawJson.quote(serviceId) + "]}", StandardCharsets.UTF_8);
    return engine.list("/tasks?filters=" + filters).stream()
        .map(raw -> EngineReader.task(raw.tree()))
        .anyMatch(Stopping::mayRun);
  }

  private static boolean mayRun(TaskView task) {
    return !task.state().isTerminal() && !task.nodeId().isEmpty();
  }

  /**
   * Requires that a service without tasks is as it was: somebody who started it meanwhile has
   * written into what was read.
   *
   * @throws IOException when it isn't
   */
  public void requireUnchanged(RunPlan.Idle stopped) throws IOException {
    long version =
        service(stopped.serviceId())
            .orElseThrow(() -> new IOException(stopped.service() + " was removed meanwhile"))
            .version();
    if (version != stopped.version()) {
      throw new IOException(
          stopped.service()
              + " was changed while it was stopped: its volumes may not be of one moment");
    }
  }

  /** A service as it is now; none when it is gone. */
  public Optional<ServiceView> service(String serviceId) {
    return engine.inspect("/services/" + serviceId).map(raw -> EngineReader.service(raw.tree()));
  }

  /**
   * Brings a service back, unless somebody else saw to it meanwhile.
   *
   * @return whether nothing is left to be done; where not, it has to be tried again
   */
  public boolean bringBack(Stopped stopped) {
    Outcome outcome = new Outcome.Conflict("");
    for (int attempt = 0; attempt < TRIES && outcome instanceof Outcome.Conflict; attempt++) {
      Plan plan =
          BringBack.decide(
              stopped.serviceId(),
              stopped.service(),
              stopped.replicas(),
              service(stopped.serviceId()));
      outcome =
          acts.act(
              plan,
              stopped.serviceId(),
              stopped.service(),
              action ->
                  action instanceof Action.SetReplicas set
                      ? engine.setReplicas(set.serviceId(), set.version(), set.to())
                      : new Outcome.Applied(""));
    }
    if (outcome instanceof Outcome.Applied) {
      wake(stopped.serviceId());
      return true;
    }
    return outcome instanceof Outcome.Failed(var kind, var message)
        && kind == Outcome.Kind.NOT_FOUND;
  }

  /** Orders that the other loops leave it alone; an operator's order stays as it is. */
  private void rest(RunPlan.Stop stop, String why) throws NotStoppedException {
    Instant now = time.now().wall();
    if (orders.read(now).containsKey(stop.serviceId())) {
      return;
    }
    Outcome ordered =
        orders.set(
            stop.serviceId(), new ServiceOrder.Pause(now.plus(REST), RunFactsReader.OURS, why));
    if (!(ordered instanceof Outcome.Applied)) {
      throw new NotStoppedException(
          "%s is not stopped: that the other loops leave it alone could not be ordered: %s"
              .formatted(stop.service(), Outcomes.words(ordered)),
          true);
    }
  }

  /** Renews the orders that would end soon, of services that are stopped. */
  public void keepResting(List<Stopped> stopped) {
    Instant now = time.now().wall();
    Map<String, ServiceOrder> held = orders.read(now);
    for (Stopped service : stopped) {
      ServiceOrder order = held.get(service.serviceId());
      if (isOurs(order) && order.until().isBefore(now.plus(RENEWED_BEFORE))) {
        orders.set(
            service.serviceId(),
            new ServiceOrder.Pause(now.plus(REST), RunFactsReader.OURS, order.why()));
      }
    }
  }

  /** Lets the other loops have their hands on it again. */
  public void wake(String serviceId) {
    if (isOurs(orders.read(time.now().wall()).get(serviceId))) {
      orders.clear(serviceId);
    }
  }

  private static boolean isOurs(ServiceOrder order) {
    return order instanceof ServiceOrder.Pause pause && pause.by().equals(RunFactsReader.OURS);
  }
}
