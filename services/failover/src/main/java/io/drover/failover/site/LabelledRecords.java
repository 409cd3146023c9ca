package io.drover.failover.site;

import io.drover.core.model.ServiceView;
import io.drover.core.policy.FailoverPolicy;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.PolicyProblem;
import io.drover.core.policy.ServicePolicy;
import io.drover.failover.site.Description.MovedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All records that move: those that are described, and those that a service's label {@code
 * drover.failover.record} names, which lead to the addresses that sites or entry points have.
 *
 * @param records described ones first
 * @param problems labels that can't be followed, in words for an operator
 */
public record LabelledRecords(List<MovedRecord> records, List<String> problems) {
  public LabelledRecords {
    records = List.copyOf(records);
    problems = List.copyOf(problems);
  }

  /**
   * What moves, as services are labelled now. A description of a record beats a label of its name.
   */
  public static LabelledRecords of(Description described, List<ServiceView> services) {
    List<MovedRecord> records = new ArrayList<>(described.records());
    List<String> problems = new ArrayList<>();
    SortedSet<String> known = new TreeSet<>();
    described.records().forEach(record -> known.add(record.name()));
    for (ServiceView service : services) {
      policy(service, problems)
          .map(FailoverPolicy::record)
          .map(name -> name.toLowerCase(Locale.ROOT))
          .filter(known::add)
          .ifPresent(
              name ->
                  problem(described, name)
                      .ifPresentOrElse(
                          why ->
                              problems.add(
                                  "%s: drover.failover.record=%s: %s"
                                      .formatted(service.name(), name, why)),
                          () ->
                              records.add(
                                  new MovedRecord(
                                      name,
                                      DescriptionReader.DEFAULT_TTL,
                                      described.addresses()))));
    }
    return new LabelledRecords(records, problems);
  }

  private static Optional<FailoverPolicy> policy(ServiceView service, List<String> problems) {
    return switch (PolicyParser.parse(service)) {
      case Parsed.Governed(ServicePolicy policy, var warnings) -> policy.failover();
      case Parsed.Ungoverned ungoverned -> Optional.empty();
      case Parsed.Rejected(String name, List<PolicyProblem> wrong) -> {
        wrong.stream()
            .filter(problem -> problem.toString().contains("drover.failover."))
            .forEach(problem -> problems.add(problem.toString()));
        yield Optional.empty();
      }
    };
  }

  private static Optional<String> problem(Description described, String name) {
    if (!Names.isInside(name, described.dns().zone())) {
      return Optional.of("is not in the zone " + described.dns().zone());
    }
    List<String> missing =
        described.destinations().stream()
            .filter(to -> !described.addresses().containsKey(to))
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("the description has no addresses for " + String.join(", ", missing));
  }
}
