package io.drover.health.decide.state;

import io.drover.core.model.Rollout;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.health.decide.names.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks at services one by one. */
final class ServiceAssessor {
  /** How long a service that was rolled back is told of. */
  private static final Duration TOLD_FOR = Duration.ofMinutes(15);

  private final Facts facts;
  private final Limits limits;
  private final Occupancy occupancy;
  private final Map<String, String> nodeNames;

  ServiceAssessor(Facts facts, Limits limits, Occupancy occupancy, Map<String, String> nodeNames) {
    this.facts = facts;
    this.limits = limits;
    this.occupancy = occupancy;
    this.nodeNames = nodeNames;
  }

  ServiceHealth assess(ServiceFacts service, List<TaskFacts> tasks) {
    List<TaskFacts> wanted =
        tasks.stream()
            .filter(task -> task.view().isWanted())
            .sorted(
                Comparator.comparing((TaskFacts task) -> task.view().slot())
                    .thenComparing(task -> task.view().id()))
            .toList();
    Fit fit = new Fit(service, facts.nodes(), occupancy);
    int desired = desired(service, wanted, fit);
    int schedulable =
        service.view().mode() instanceof ServiceView.Mode.Global
            ? fit.schedulableNodes()
            : fit.schedulable(desired);
    Slots slots = new Slots(wanted, facts.failures().of(service.view().id()), facts, limits);
    FailureFindings failures = new FailureFindings(service, slots, facts.outOfMemory());
    WaitFindings waits = new WaitFindings(service, facts, limits, fit, schedulable);
    List<Finding> findings = new ArrayList<>();
    if (service.isLasting()) {
      findings.addAll(waits.all(wanted));
      findings.addAll(failures.all());
      givenUp(service, tasks, wanted, desired).ifPresent(findings::add);
    }
    rollout(service).ifPresent(findings::add);
    List<Verdict> names = facts.names().getOrDefault(service.view().id(), List.of());
    NameFindings.of(service, names).ifPresent(findings::add);
    Map<String, Integer> states = new TreeMap<>();
    wanted.forEach(task -> states.merge(word(task.view().state()), 1, Integer::sum));
    return new ServiceHealth(
        service,
        desired,
        (int) wanted.stream().filter(task -> task.view().isRunning()).count(),
        schedulable,
        states,
        wanted.stream().map(task -> task(task, slots, failures, waits, findings)).toList(),
        names,
        findings);
  }

  private static int desired(ServiceFacts service, List<TaskFacts> wanted, Fit fit) {
    return switch (service.view().mode()) {
      case ServiceView.Mode.Replicated(int replicas) -> replicas;
      case ServiceView.Mode.Global global -> fit.meantNodes();
      case ServiceView.Mode.Other other -> wanted.size();
    };
  }

  /** Fewer tasks are wanted than the service should have: some failed for good. */
  private static Optional<Finding> givenUp(
      ServiceFacts service, List<TaskFacts> tasks, List<TaskFacts> wanted, int desired) {
    if (wanted.size() >= desired
        || !service.mayGiveUp()
        || service.view().rollout().isBusy()
        || !(service.view().mode() instanceof ServiceView.Mode.Replicated)) {
      return Optional.empty();
    }
    Optional<TaskFacts> last =
        tasks.stream()
            .filter(
                task ->
                    task.view().state() == TaskState.FAILED
                        || task.view().state() == TaskState.REJECTED)
            .filter(task -> wanted.stream().noneMatch(one -> one.slot().equals(task.slot())))
            .max(Comparator.comparing(task -> task.view().stateSince()));
    return last.map(
        task ->
            new Finding(
                Kind.NOT_RESTARTED,
                Subject.of(service),
                Level.CRITICAL,
                "%d of %d tasks of %s failed and are not started again, as its restart policy says; the last one: %s"
                    .formatted(
                        desired - wanted.size(), desired, service.view().name(), task.error()),
                Map.of("missing", Integer.toString(desired - wanted.size()))));
  }

  private Optional<Finding> rollout(ServiceFacts service) {
    Subject subject = Subject.of(service);
    Rollout rollout = service.view().rollout();
    Map<String, String> numbers = Map.of("rollout", rollout.name().toLowerCase(Locale.ROOT));
    String said = service.rolloutMessage().isEmpty() ? "" : ": " + service.rolloutMessage();
    return switch (rollout) {
      case PAUSED ->
          Optional.of(
              new Finding(
                  Kind.ROLLOUT_PAUSED,
                  subject,
                  Level.CRITICAL,
                  "the update of %s is paused half way%s".formatted(subject.name(), said),
                  numbers));
      case ROLLBACK_PAUSED ->
          Optional.of(
              new Finding(
                  Kind.ROLLOUT_PAUSED,
                  subject,
                  Level.CRITICAL,
                  "the update of %s failed, and going back is paused half way too%s"
                      .formatted(subject.name(), said),
                  numbers));
      case ROLLBACK_STARTED, ROLLBACK_COMPLETED ->
          rollout == Rollout.ROLLBACK_STARTED
                  || service.rolloutEndedAt().isAfter(facts.now().minus(TOLD_FOR))
              ? Optional.of(
                  new Finding(
                      Kind.ROLLED_BACK,
                      subject,
                      Level.WARNING,
                      "%s %s back to what it was before its last update%s"
                          .formatted(
                              subject.name(),
                              rollout == Rollout.ROLLBACK_STARTED ? "goes" : "went",
                              said),
                      numbers))
              : Optional.empty();
      case NONE, UPDATING, COMPLETED, UNKNOWN -> Optional.empty();
    };
  }

  private TaskHealth task(
      TaskFacts task,
      Slots slots,
      FailureFindings failures,
      WaitFindings waits,
      List<Finding> findings) {
    TaskView view = task.view();
    Optional<Kind> kind = failures.kind(task.slot());
    if (waits.isUnplaced(view)) {
      kind =
          findings.stream()
              .map(Finding::kind)
              .filter(one -> one == Kind.NO_SUITABLE_NODE || one == Kind.STUCK_PENDING)
              .findFirst();
    } else if (waits.isWithoutAddress(view)) {
      kind = Optional.of(Kind.NO_ADDRESS);
    } else if (kind.isEmpty() && waits.isSlow(view)) {
      kind = Optional.of(Kind.SLOW_START);
    }
    Optional<Kind> found = kind;
    Optional<Finding> finding =
        findings.stream().filter(one -> found.filter(one.kind()::equals).isPresent()).findFirst();
    boolean runs = view.isRunning();
    String usual = runs ? "Running" : "Starting";
    String text =
        finding
            .map(Finding::text)
            .orElseGet(() -> runs ? "runs" : "is " + word(view.state()) + restarted(task, slots));
    return new TaskHealth(
        view.id(),
        view.slot(),
        nodeNames.getOrDefault(view.nodeId(), view.nodeId()),
        word(view.state()),
        view.stateSince(),
        finding.map(Finding::level).orElse(Level.OK),
        found.map(Kind::code).orElse(usual),
        text);
  }

  private static String restarted(TaskFacts task, Slots slots) {
    return slots
        .unrecovered(task.slot())
        .map(failure -> ", after one that ended: " + failure.error())
        .orElse("");
  }

  private static String word(TaskState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
