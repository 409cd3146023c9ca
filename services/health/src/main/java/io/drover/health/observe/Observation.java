package io.drover.health.observe;

import io.drover.health.decide.alert.AlertRule;
import io.drover.health.decide.alert.Autoscaled;
import io.drover.health.decide.alert.BackupState;
import io.drover.health.decide.alert.QuotaUse;
import io.drover.health.decide.alert.TaskLoad;
import io.drover.health.decide.state.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one look at the Swarm came to. */
public sealed interface Observation {

  /** When it was: when looking began, or when it was given up. */
  Instant at();

  /**
   * The manager did not answer.
   *
   * @param since when it was asked
   * @param at when the answer came, or was given up
   * @param why in its words
   * @param leaderless whether it answered that the Swarm has no leader
   */
  record Blind(Instant since, Instant at, String why, boolean leaderless) implements Observation {}

  /**
   * Everything.
   *
   * @param facts what is so
   * @param loads what tasks use
   * @param scaled services that are scaled
   * @param quotas quotas of stacks
   * @param backups where the backups of services stand
   * @param silenced ids of services that want no alerts
   * @param healed services that ask for repairs, by id; whether they only want to be told
   * @param unasked rules about what somebody else tells, who did not
   * @param missing what did not answer, in words
   */
  record Seen(
      Facts facts,
      List<TaskLoad> loads,
      List<Autoscaled> scaled,
      List<QuotaUse> quotas,
      List<BackupState> backups,
      Set<String> silenced,
      Map<String, Boolean> healed,
      Set<AlertRule> unasked,
      List<String> missing)
      implements Observation {
    public Seen {
      loads = List.copyOf(loads);
      scaled = List.copyOf(scaled);
      quotas = List.copyOf(quotas);
      backups = List.copyOf(backups);
      silenced = Set.copyOf(silenced);
      healed = Map.copyOf(healed);
      unasked = Set.copyOf(unasked);
      missing = List.copyOf(missing);
    }

    @Override
    public Instant at() {
      return facts.now();
    }
  }
}
