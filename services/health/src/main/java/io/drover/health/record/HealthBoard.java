package io.drover.health.record;

import io.drover.health.decide.alert.Alert;
import io.drover.health.decide.alert.BackupState;
import io.drover.health.decide.alert.QuotaUse;
import io.drover.health.decide.incident.Incident;
import io.drover.health.decide.incident.IncidentBook;
import io.drover.health.decide.incident.IncidentRules;
import io.drover.health.decide.state.Assessment;
import io.drover.health.decide.state.Finding;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The present health of the Swarm, for the API to read while the loop writes; also where operators'
 * acknowledgements meet the loop's findings.
 */
public final class HealthBoard {
  private final IncidentKeeper keeper;
  private final IncidentLog log;
  private final EventHub events;
  private View view = View.nothing("nothing was looked at yet");

  /**
   * What is shown.
   *
   * @param reasonForNone why nothing is known here; empty text where it is
   * @param blind why the Swarm can't be looked at now; empty text where it can
   * @param assessments the last one, or none yet
   * @param incidents all incidents
   * @param alerts all alerts
   * @param quotas how far quotas are used
   * @param backups where backups stand
   * @param missing what did not answer, in words
   */
  public record View(
      String reasonForNone,
      String blind,
      List<Assessment> assessments,
      IncidentBook incidents,
      List<Alert> alerts,
      List<QuotaUse> quotas,
      List<BackupState> backups,
      List<String> missing) {
    public View {
      assessments = List.copyOf(assessments);
      alerts = List.copyOf(alerts);
      quotas = List.copyOf(quotas);
      backups = List.copyOf(backups);
      missing = List.copyOf(missing);
    }

    static View nothing(String reason) {
      return new View(
          reason, "", List.of(), IncidentBook.EMPTY, List.of(), List.of(), List.of(), List.of());
    }

    private View with(IncidentBook book) {
      return new View(reasonForNone, blind, assessments, book, alerts, quotas, backups, missing);
    }

    /** What was found last. */
    public Optional<Assessment> assessment() {
      return assessments.stream().findFirst();
    }
  }

  /** A board whose incidents are kept, logged and told so. */
  public HealthBoard(IncidentKeeper keeper, IncidentLog log, EventHub events) {
    this.keeper = keeper;
    this.log = log;
    this.events = events;
  }

  /** What is shown now. */
  public synchronized View view() {
    return view;
  }

  /** From now on this instance looks after incidents; asks for those that were stored. */
  public synchronized void lead() {
    view = View.nothing("");
    keeper.load();
  }

  /** Another instance looks after them: what was known is no more. */
  public synchronized void standBy(String reason) {
    view = View.nothing(reason);
  }

  /** Takes what was found, and returns the incidents as they are now. */
  public synchronized IncidentBook found(
      Optional<Assessment> assessment,
      Collection<Finding> findings,
      Set<Finding.Key> untold,
      String blind,
      List<String> missing,
      Instant now) {
    IncidentBook before =
        keeper.takeLoaded().map(stored -> view.incidents().with(stored)).orElse(view.incidents());
    IncidentRules.Change change =
        IncidentRules.advance(before, findings, untold, !blind.isEmpty(), now);
    view =
        new View(
            "",
            blind,
            assessment.map(List::of).orElse(view.assessments()),
            change.book(),
            view.alerts(),
            view.quotas(),
            view.backups(),
            missing);
    tell(change.changed());
    return change.book();
  }

  /** The alerts that fired before this instance came to lead, once they are known, and once. */
  public Optional<List<Alert>> takeFiring() {
    return keeper.takeFiring();
  }

  /** Keeps those of these alerts that fire for whoever leads next. */
  public void keepFiring(Collection<Alert> alerts) {
    keeper.keepFiring(alerts);
  }

  /** Shows these alerts, quotas and backups. */
  public synchronized void alerts(
      Collection<Alert> alerts, Collection<QuotaUse> quotas, Collection<BackupState> backups) {
    view =
        new View(
            view.reasonForNone(),
            view.blind(),
            view.assessments(),
            view.incidents(),
            List.copyOf(alerts),
            List.copyOf(quotas),
            List.copyOf(backups),
            view.missing());
  }

  /**
   * Somebody takes care of an incident.
   *
   * @return the incident; absent when there is no such active one
   */
  public synchronized Optional<Incident> acknowledge(
      String id, String by, String note, Instant now) {
    IncidentRules.Change change = IncidentRules.acknowledge(view.incidents(), id, by, note, now);
    view = view.with(change.book());
    tell(change.changed());
    return change.changed().stream().findFirst();
  }

  private void tell(List<Incident> changed) {
    if (!changed.isEmpty()) {
      keeper.keep(changed);
      log.record(changed);
      changed.forEach(incident -> events.tell(EventJson.incident(incident)));
    }
  }
}
