package io.drover.health.route.act;

import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.health.route.decide.RoutedService;
import io.drover.health.route.decide.ServicePlan;
import io.drover.health.route.decide.Slot;
import io.drover.health.route.decide.UpstreamFile;
import io.drover.health.route.decide.UpstreamInput;
import io.drover.health.route.decide.UpstreamPlanner;
import io.drover.health.route.observe.RouteRound;
import io.drover.health.route.record.BalancerStatus;
import io.drover.health.route.record.RouteBoard;
import io.drover.health.route.record.RouteLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One nginx, or several that share a folder: a file of {@code server} lines for each backend, and a
 * reload when one changed. All files of a round come into force with one reload, and not more often
 * than the gap allows. Files that do not pass the test are put back as they were.
 */
public final class NginxBalancer implements Balancer {
  /** What was written and not read is tried again after this long. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  /** What is between being written and being read by nginx; a crash there leaves it behind. */
  private static final String UNREAD = ".unread";

  private final Path folder;
  private final NginxReload reload;
  private final Duration gap;
  private final RouteLog log;
  private final RouteBoard board;
  private final Reactions reactions;
  private final BooleanSupplier mayAct;
  private final Runnable comeBack;
  private final Refusals refusals = new Refusals();
  private Instant lastReload = Instant.EPOCH;
  private Instant again = Instant.EPOCH;

  /**
   * The nginx that reads this folder.
   *
   * @param gap the shortest time between two reloads
   * @param mayAct whether the lease holds for as long as a step takes
   * @param comeBack asks for another round soon
   */
  NginxBalancer(
      Path folder,
      NginxReload reload,
      Duration gap,
      RouteLog log,
      RouteBoard board,
      Reactions reactions,
      BooleanSupplier mayAct,
      Runnable comeBack) {
    this.folder = folder;
    this.reload = reload;
    this.gap = gap;
    this.log = log;
    this.board = board;
    this.reactions = reactions;
    this.mayAct = mayAct;
    this.comeBack = comeBack;
  }

  /** What one backend's file was, is to become, and why. */
  private record Change(
      String backend,
      List<RoutedService> services,
      String before,
      UpstreamFile after,
      List<ServicePlan> wanted,
      List<Plan> plans) {

    /** The file is one for all its services: what is held for one of them is held for all. */
    boolean isAllowed() {
      return plans.stream().anyMatch(plan -> !plan.steps().isEmpty())
          && plans.stream().allMatch(plan -> plan.held().isEmpty());
    }
  }

  @Override
  public String name() {
    return "nginx " + folder;
  }

  @Override
  public void reconcile(RouteRound round) throws IOException {
    Files.createDirectories(folder);
    List<Change> changes = new ArrayList<>();
    for (var backend : round.backends().entrySet()) {
      changes.add(plan(round, backend.getKey(), backend.getValue()));
    }
    List<Change> due = changes.stream().filter(Change::isAllowed).toList();
    boolean unread = Files.exists(folder.resolve(UNREAD)) && !round.at().isBefore(again);
    if (due.isEmpty() && !unread) {
      changes.forEach(change -> record(round, change, List.of()));
    } else if (round.at().isBefore(lastReload.plus(gap))) {
      comeBack.run();
    } else if (!due.isEmpty() || round.pause().isRunning()) {
      lastReload = round.at();
      Outcome outcome = apply(due);
      again = outcome instanceof Outcome.Applied ? Instant.EPOCH : round.at().plus(RETRY);
      for (Change change : changes) {
        record(round, change, due.contains(change) ? List.of(outcome) : List.of());
      }
    }
    show(round, changes);
  }

  private Change plan(RouteRound round, String backend, List<RoutedService> services)
      throws IOException {
    Path file = file(backend);
    String before = AtomicFile.read(file);
    UpstreamPlanner.Result result =
        UpstreamPlanner.plan(
            new UpstreamInput(
                name(),
                backend,
                services,
                UpstreamFile.parse(before),
                Files.exists(file),
                round.leftAlone()));
    List<Plan> plans =
        result.plans().stream()
            .map(wanted -> refusals.apply(log.guard(wanted, round), round.at()))
            .toList();
    return new Change(backend, services, before, result.file(), result.plans(), plans);
  }

  private Outcome apply(List<Change> due) throws IOException {
    if (!mayAct.getAsBoolean()) {
      return new Outcome.Failed(Outcome.Kind.UNAVAILABLE, "the lease was lost before acting");
    }
    Files.writeString(folder.resolve(UNREAD), "");
    for (Change change : due) {
      AtomicFile.write(file(change.backend()), change.after().text());
    }
    Outcome outcome = reload.apply();
    boolean refused =
        outcome instanceof Outcome.Failed(Outcome.Kind kind, String why)
            && kind == Outcome.Kind.REJECTED;
    if (refused) {
      for (Change change : due) {
        putBack(change);
      }
    }
    if (refused || outcome instanceof Outcome.Applied) {
      Files.deleteIfExists(folder.resolve(UNREAD));
    }
    return outcome;
  }

  private void putBack(Change change) throws IOException {
    if (change.before().isEmpty()) {
      Files.deleteIfExists(file(change.backend()));
    } else {
      AtomicFile.write(file(change.backend()), change.before());
    }
  }

  private void record(RouteRound round, Change change, List<Outcome> outcome) {
    for (int i = 0; i < change.plans().size(); i++) {
      Plan plan = change.plans().get(i);
      List<Outcome> outcomes = plan.steps().stream().flatMap(step -> outcome.stream()).toList();
      for (int step = 0; step < outcomes.size(); step++) {
        refusals.note(plan.steps().get(step).action(), outcomes.get(step), round.at());
      }
      reactions.note(name(), change.services(), plan, outcomes);
      log.record(round, name(), change.backend(), change.wanted().get(i), plan, outcomes);
    }
  }

  private void show(RouteRound round, List<Change> changes) throws IOException {
    Map<String, List<Slot>> backends = new HashMap<>();
    Map<String, List<String>> notes = new LinkedHashMap<>();
    for (Change change : changes) {
      UpstreamFile now = UpstreamFile.parse(AtomicFile.read(file(change.backend())));
      backends.put(change.backend(), now.slots());
      notes.put(
          change.backend(),
          change.plans().stream()
              .flatMap(plan -> RouteLog.notes(plan, List.of()).stream())
              .toList());
    }
    board.put(new BalancerStatus(name(), round.at(), reload.complaint(), backends, notes));
  }

  private Path file(String backend) {
    return folder.resolve(backend + ".servers");
  }
}
