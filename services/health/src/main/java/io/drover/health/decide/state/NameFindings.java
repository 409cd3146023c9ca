package io.drover.health.decide.state;

import io.drover.health.decide.names.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Nodes that know other tasks of a service than the managers do. */
final class NameFindings {
  private static final int MOST_TOLD = 3;

  private NameFindings() {}

  static Optional<Finding> of(ServiceFacts service, List<Verdict> verdicts) {
    List<Verdict> other =
        verdicts.stream()
            .filter(verdict -> !verdict.agrees())
            .sorted(Comparator.comparing(Verdict::node))
            .toList();
    if (other.isEmpty()) {
      return Optional.empty();
    }
    String told =
        other.stream()
            .limit(MOST_TOLD)
            .map(NameFindings::describe)
            .collect(Collectors.joining("; "));
    String more = other.size() > MOST_TOLD ? "; %d more".formatted(other.size() - MOST_TOLD) : "";
    return Optional.of(
        new Finding(
            Kind.NAMES_DISAGREE,
            Subject.of(service),
            Level.WARNING,
            "%d of %d nodes have other addresses for tasks.%s than its tasks have: %s%s"
                .formatted(other.size(), verdicts.size(), service.view().name(), told, more),
            Map.of(
                "nodes",
                Integer.toString(other.size()),
                "asked",
                Integer.toString(verdicts.size()))));
  }

  private static String describe(Verdict verdict) {
    String lacks = verdict.missing().isEmpty() ? "" : "lacks " + list(verdict.missing());
    String keeps =
        verdict.stale().isEmpty() ? "" : "keeps " + list(verdict.stale()) + ", which no task has";
    String both = lacks.isEmpty() || keeps.isEmpty() ? "" : " and ";
    return verdict.node() + " " + lacks + both + keeps;
  }

  private static String list(List<String> addresses) {
    int more = addresses.size() - MOST_TOLD;
    return addresses.stream().limit(MOST_TOLD).collect(Collectors.joining(", "))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
