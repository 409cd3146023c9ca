package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import io.drover.core.model.ServiceView;
import io.drover.core.model.ServiceView.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what a service's labels ask for. Everything that is wrong is reported at once, and one
 * wrong label keeps the whole service ungoverned: half a policy is not what its operator wrote.
 */
public final class PolicyParser {
  private static final String SCALE = "drover.scale.";
  private static final String SCHEDULE = "drover.schedule.";

  private PolicyParser() {}

  /** Reads the labels of one service; never throws. */
  public static Parsed parse(ServiceView service) {
    Map<String, String> ours = claimed(service.labels());
    List<PolicyProblem> misplaced = misplaced(service);
    if (ours.isEmpty() && misplaced.isEmpty()) {
      return new Parsed.Ungoverned(service.name());
    }
    Aliases.Translated aliases = aliases(service, ours);
    LabelReader labels = new LabelReader(service.name(), aliases.labels());
    labels.value(Vocabulary.SCALE_ALIASES);
    labels.noteUnknownKeys();
    ServicePolicy.Mode mode = labels.value(Vocabulary.MODE).orElse(ServicePolicy.Mode.ENFORCE);
    List<Concern> concerns = concerns(labels, service.mode());
    List<PolicyProblem> problems =
        new ArrayList<>(labels.problems().stream().map(aliases::asWritten).toList());
    if (problems.isEmpty() && !ours.isEmpty()) {
      List<PolicyProblem> warnings = new ArrayList<>(misplaced);
      warnings.addAll(aliases.warnings());
      return new Parsed.Governed(new ServicePolicy(service.name(), mode, concerns), warnings);
    }
    problems.addAll(misplaced);
    return new Parsed.Rejected(service.name(), problems);
  }

  /** Another autoscaler's labels count only where the service says so: two must not act. */
  private static Aliases.Translated aliases(ServiceView service, Map<String, String> ours) {
    try {
      String dialect = ours.get(Vocabulary.SCALE_ALIASES.key());
      return dialect == null
          ? new Aliases.Translated(ours, Map.of(), List.of())
          : Aliases.translate(Dialect.parse(dialect), service.name(), service.labels(), ours);
    } catch (MalformedValueException unknown) {
      // Reading the label itself reports it.
      return new Aliases.Translated(ours, Map.of(), List.of());
    }
  }

  private static List<Concern> concerns(LabelReader labels, Mode mode) {
    Optional<ScalePolicy> scale = ScaleLabels.read(labels);
    List<Concern> concerns = new ArrayList<>();
    scale.ifPresent(concerns::add);
    labels.value(Vocabulary.SCALE_FALLBACK).ifPresent(concerns::add);
    MetricsPolicy.read(labels).ifPresent(concerns::add);
    concerns.addAll(ScheduleLabels.read(labels, scale));
    ResizeLabels.read(labels, scale).ifPresent(concerns::add);
    LimitsLabels.read(labels).ifPresent(concerns::add);
    labels.value(Vocabulary.TIER).map(TierPolicy::new).ifPresent(concerns::add);
    PlaceLabels.read(labels).ifPresent(concerns::add);
    labels.value(Vocabulary.QUOTA).ifPresent(concerns::add);
    NodeLabels.read(labels).ifPresent(concerns::add);
    RouteLabels.read(labels).ifPresent(concerns::add);
    CarePolicy.read(labels).ifPresent(concerns::add);
    BackupLabels.read(labels).ifPresent(concerns::add);
    labels.value(Vocabulary.FAILOVER_RECORD).map(FailoverPolicy::new).ifPresent(concerns::add);
    checkMode(labels, mode);
    return concerns;
  }

  /** Only a replicated service has a number of tasks that could be changed. */
  private static void checkMode(LabelReader labels, Mode mode) {
    String name =
        switch (mode) {
          case Mode.Replicated ignored -> "";
          case Mode.Global ignored -> "global";
          case Mode.Other(String other) -> other;
        };
    if (name.isEmpty()) {
      return;
    }
    for (String prefix : List.of(SCALE, SCHEDULE)) {
      labels
          .firstUnder(prefix)
          .ifPresent(
              key ->
                  labels.problem(
                      key,
                      "no %s* label: the service's mode is %s, and only replicated ones are scaled"
                          .formatted(prefix, name)));
    }
  }

  private static List<PolicyProblem> misplaced(ServiceView service) {
    List<PolicyProblem> problems = new ArrayList<>();
    claimed(service.containerLabels())
        .forEach(
            (key, value) ->
                problems.add(
                    new PolicyProblem(
                        service.name(),
                        key,
                        value,
                        "this label under deploy.labels: it is under the container's labels, which Drover does not read")));
    return problems;
  }

  private static Map<String, String> claimed(Map<String, String> labels) {
    Map<String, String> ours = new TreeMap<>();
    labels.forEach(
        (key, value) -> {
          if (Vocabulary.claims(key)) {
            ours.put(key, value);
          }
        });
    return ours;
  }
}
