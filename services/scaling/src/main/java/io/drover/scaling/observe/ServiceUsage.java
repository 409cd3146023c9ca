package io.drover.scaling.observe;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.Share;
import io.drover.scaling.decide.vertical.Demand;
import io.drover.scaling.decide.vertical.Strain;
import io.drover.scaling.decide.vertical.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the tasks of one service used and how they fared; threads may share it. */
public final class ServiceUsage {
  /** Longer than a resize is watched, before and after. */
  private static final Duration STRAIN_KEPT = Duration.ofHours(2);

  /** The CPU of a task that just started is class loading and compilation. */
  private static final Duration WARM_UP = Duration.ofMinutes(2);

  private static final int DIGITS = 4;

  private final Usage usage;
  private final Map<String, Long> killCounts = new HashMap<>();
  private final Map<String, Instant> killedTasks = new HashMap<>();
  private List<Strain.Kill> kills = List.of();
  private List<Strain.Throttled> throttled = List.of();
  private Instant lastFed = Instant.MIN;
  private boolean changed;

  ServiceUsage(Usage usage) {
    this.usage = usage;
  }

  /**
   * Takes what was measured in a round.
   *
   * @param loads the tasks that an agent knows
   * @param killed tasks of this service that ended for want of memory, known ones included
   * @param atDisposal the memory that a task had when it was killed
   */
  synchronized void feed(
      Collection<TaskLoad> loads,
      Collection<LoadReport.Killed> killed,
      Bytes atDisposal,
      Instant now) {
    List<Strain.Kill> newKills = new ArrayList<>();
    for (TaskLoad load : loads) {
      take(load);
      newKills.addAll(countedKills(load, atDisposal, now));
    }
    for (LoadReport.Killed one : killed) {
      if (killedTasks.put(one.taskId(), one.at()) == null) {
        usage.of(one.taskId()).oomKill(atDisposal.value(), one.at());
        newKills.add(new Strain.Kill(one.at(), one.startedAt()));
        changed = true;
      }
    }
    remember(newKills, loads, now);
    lastFed = now;
  }

  private void take(TaskLoad load) {
    if (load.cpu() instanceof Reading.Known<Cpu>(Cpu cpu, Instant at)) {
      usage.of(load.taskId()).cpu(cpu.millicores(), at);
      changed = true;
    }
    if (load.memory() instanceof Reading.Known<Bytes>(Bytes bytes, Instant at)) {
      usage.of(load.taskId()).memory(bytes.value(), at);
      changed = true;
    }
  }

  /** A count that is seen for the first time is news only when its task is as new. */
  private List<Strain.Kill> countedKills(TaskLoad load, Bytes atDisposal, Instant now) {
    if (!(load.oomKills() instanceof Reading.Known<Long>(Long count, Instant at))) {
      return List.of();
    }
    boolean isNew = lastFed.isAfter(Instant.MIN) && load.startedAt().isAfter(lastFed);
    Long before = killCounts.put(load.taskId(), count);
    long known = before == null ? (isNew ? 0 : count) : before;
    if (count <= known) {
      return List.of();
    }
    usage.of(load.taskId()).oomKill(atDisposal.value(), at);
    changed = true;
    return List.of(new Strain.Kill(now, load.startedAt()));
  }

  private void remember(List<Strain.Kill> newKills, Collection<TaskLoad> loads, Instant now) {
    Instant oldest = now.minus(STRAIN_KEPT);
    List<Strain.Kill> allKills = new ArrayList<>(kills);
    allKills.addAll(newKills);
    allKills.removeIf(kill -> kill.at().isBefore(oldest));
    kills = allKills;
    killedTasks.values().removeIf(at -> at.isBefore(oldest));
    List<Strain.Throttled> all = new ArrayList<>(throttled);
    all.removeIf(one -> one.at().isBefore(oldest));
    List<BigDecimal> shares = new ArrayList<>();
    for (TaskLoad load : loads) {
      if (load.throttled() instanceof Reading.Known<Share>(Share share, var at)
          && load.startedAt().plus(WARM_UP).isBefore(now)) {
        shares.add(share.fraction());
      }
    }
    if (!shares.isEmpty()) {
      BigDecimal sum = shares.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      all.add(
          new Strain.Throttled(
              now,
              new Share(
                  sum.divide(BigDecimal.valueOf(shares.size()), DIGITS, RoundingMode.HALF_UP))));
    }
    throttled = all;
  }

  /** What it amounts to at this moment. */
  public synchronized Demand demand(Instant now) {
    return usage.demand(now);
  }

  /** What went badly lately. */
  public synchronized Strain strain() {
    return new Strain(kills, throttled);
  }

  /** Adds what was stored of it. */
  synchronized void merge(Usage stored) {
    usage.merge(stored);
  }

  /** Forgets where the samples of tasks that are no more would go on. */
  synchronized void keepTasks(Collection<String> taskIds) {
    usage.keepTasks(taskIds);
    killCounts.keySet().retainAll(taskIds);
  }

  synchronized boolean isForgottenAt(Instant now) {
    return usage.isForgottenAt(now);
  }

  synchronized boolean isChanged() {
    return changed;
  }

  synchronized Usage.State state() {
    return usage.state();
  }

  synchronized void stored() {
    changed = false;
  }
}
