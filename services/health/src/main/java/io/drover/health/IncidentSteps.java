package io.drover.health;

import io.drover.engine.EngineException;
import io.drover.health.decide.alert.Alert;
import io.drover.health.decide.alert.AlertRules;
import io.drover.health.decide.alert.Conditions;
import io.drover.health.decide.alert.Unseen;
import io.drover.health.decide.state.Assessment;
import io.drover.health.decide.state.Assessor;
import io.drover.health.decide.state.Finding;
import io.drover.health.decide.state.Kind;
import io.drover.health.decide.state.Level;
import io.drover.health.decide.state.Limits;
import io.drover.health.decide.state.Subject;
import io.drover.health.notify.Receivers;
import io.drover.health.observe.Observation;
import io.drover.health.observe.Observer;
import io.drover.health.record.HealthBoard;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseView;
import io.drover.runtime.loop.Key;
import io.drover.runtime.loop.LoopSteps;
import io.drover.runtime.orders.ServiceOrders;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.status.Dependencies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * One look at the Swarm: what is wrong, which incidents and alerts that makes, and what is to be
 * repaired. The holder of the lease looks; the others stand by, unless no manager answers: then
 * there is no lease, and whoever sees it tells.
 */
final class IncidentSteps implements LoopSteps<IncidentSteps.Round> {
  /** The name of the loop and of its decisions. */
  static final String LOOP = "incidents";

  private static final String ENGINE = "engine";

  private final Lease lease;
  private final Observer observer;
  private final HealthBoard board;
  private final Receivers receivers;
  private final Healing healing;
  private final PauseSwitch pause;
  private final ServiceOrders orders;
  private final Dependencies dependencies;
  private Map<SortedMap<String, String>, Alert> alerts = Map.of();
  private boolean leads;

  /** Alerts that fire, as they were kept last; none until those of before are known. */
  private Optional<Set<SortedMap<String, String>>> kept = Optional.empty();

  /** What a round works on: services to be repaired, by id. */
  record Round(Map<String, Healing.Patient> patients) {}

  IncidentSteps(
      Lease lease,
      Observer observer,
      HealthBoard board,
      Receivers receivers,
      Healing healing,
      PauseSwitch pause,
      ServiceOrders orders,
      Dependencies dependencies) {
    this.lease = lease;
    this.observer = observer;
    this.board = board;
    this.receivers = receivers;
    this.healing = healing;
    this.pause = pause;
    this.orders = orders;
    this.dependencies = dependencies;
  }

  @Override
  public Round observe() {
    LeaseView view = lease.view();
    Optional<Observation.Blind> blindness = view.mine() ? Optional.empty() : observer.blindness();
    if (!view.mine() && blindness.isEmpty()) {
      dependencies.up(ENGINE, true);
      standBy(view);
      return new Round(Map.of());
    }
    lead();
    Observation seen = blindness.isPresent() ? blindness.get() : observer.look();
    return switch (seen) {
      case Observation.Blind blind -> {
        dependencies.down(ENGINE, true, blind.why());
        blind(blind);
        yield new Round(Map.of());
      }
      case Observation.Seen all -> {
        dependencies.up(ENGINE, true);
        yield look(all);
      }
    };
  }

  private void lead() {
    if (!leads) {
      leads = true;
      alerts = Map.of();
      kept = Optional.empty();
      healing.reset();
      board.lead();
    }
  }

  private void standBy(LeaseView view) {
    leads = false;
    observer.reset();
    alerts = Map.of();
    receivers.tell(List.of());
    board.standBy(
        view.holder().isEmpty()
            ? "nobody is known to hold %s yet".formatted(view.name())
            : "this instance stands by: %s is held by %s".formatted(view.name(), view.holder()));
  }

  private void blind(Observation.Blind blind) {
    Finding finding =
        blind.leaderless()
            ? new Finding(
                Kind.QUORUM_LOST,
                Subject.SWARM,
                Level.CRITICAL,
                "the Swarm has no leader: too many managers are missing. What runs goes on, and"
                    + " nothing can be changed until they are back",
                Map.of())
            : new Finding(
                Kind.MANAGER_SILENT,
                Subject.SWARM,
                Level.CRITICAL,
                "the manager that is asked does not answer: " + blind.why(),
                Map.of());
    // So it was when the manager was asked; that nothing comes is known half a minute later.
    for (Instant at : List.of(blind.since(), blind.at())) {
      board.found(Optional.empty(), List.of(finding), Set.of(), blind.why(), List.of(), at);
    }
    healing.blind();
    alert(blind, List.of(finding), Unseen.ALL);
  }

  private Round look(Observation.Seen seen) {
    Assessment assessment = Assessor.assess(seen.facts(), Limits.USUAL);
    List<Finding> findings = assessment.findings();
    board.found(
        Optional.of(assessment), findings, assessment.untold(), "", seen.missing(), seen.at());
    alert(seen, findings, Unseen.of(assessment, seen.loads(), seen.unasked()));
    healing.watch(assessment);
    if (seen.healed().isEmpty()) {
      return new Round(Map.of());
    }
    try {
      return new Round(
          healing.patients(seen, assessment, pause.read(seen.at()), orders.read(seen.at())));
    } catch (EngineException away) {
      // Whether somebody ordered a pause is not known: nothing is repaired in this round.
      dependencies.down(ENGINE, true, String.valueOf(away.getMessage()));
      return new Round(Map.of());
    }
  }

  /** What fired when another instance led, or this one before it was restarted, goes on. */
  private void resume(List<Alert> before, Instant now) {
    alerts = AlertRules.resume(alerts, before, now);
    receivers.resume(before);
    kept =
        Optional.of(
            before.stream()
                .map(alert -> alert.condition().allLabels())
                .collect(Collectors.toSet()));
  }

  private void keep() {
    Set<SortedMap<String, String>> firing =
        alerts.values().stream()
            .filter(alert -> alert.state() == Alert.State.FIRING)
            .map(alert -> alert.condition().allLabels())
            .collect(Collectors.toSet());
    if (kept.isPresent() && !kept.get().equals(firing)) {
      board.keepFiring(alerts.values());
      kept = Optional.of(firing);
    }
  }

  private void alert(Observation seen, List<Finding> findings, Unseen unseen) {
    board.takeFiring().ifPresent(before -> resume(before, seen.at()));
    alerts =
        switch (seen) {
          case Observation.Blind blind ->
              AlertRules.advance(
                  alerts,
                  Conditions.of(findings, List.of(), List.of(), List.of(), List.of(), Set.of()),
                  Unseen.ALL,
                  blind.at());
          case Observation.Seen all ->
              AlertRules.advance(
                  alerts,
                  Conditions.of(
                      findings,
                      all.loads(),
                      all.scaled(),
                      all.quotas(),
                      all.backups(),
                      all.silenced()),
                  unseen,
                  all.at());
        };
    keep();
    switch (seen) {
      case Observation.Blind blind -> board.alerts(alerts.values(), List.of(), List.of());
      case Observation.Seen all -> board.alerts(alerts.values(), all.quotas(), all.backups());
    }
    receivers.tell(alerts.values());
  }

  @Override
  public List<Key> keys(Round round) {
    return round.patients().keySet().stream().sorted().map(Key::new).toList();
  }

  @Override
  public void reconcile(Key key, Round round) {
    healing.heal(round.patients().get(key.id()));
  }
}
