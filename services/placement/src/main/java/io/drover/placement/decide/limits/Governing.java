package io.drover.placement.decide.limits;

import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Resources;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.LimitsPolicy;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyProblem;
import io.drover.core.policy.ServicePolicy;
import io.drover.core.policy.StackLimits;
import io.drover.core.quota.LimitRules;
import io.drover.manifests.ManifestProblem;
import io.drover.manifests.StackFiles;
import io.drover.placement.decide.limits.Documented.Source;
import io.drover.placement.decide.limits.Documented.Wanted;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out what a service is documented to have: by its labels, else its stack file, else its own
 * spec, and for what none of them declares by the defaults of its stack's LimitRanges.
 */
public final class Governing {
  private static final Allotment NOTHING = new Allotment(Resources.NONE, Resources.NONE);

  private Governing() {}

  /** Whether and how a service is governed. */
  public static Governance of(ServiceView service, Said said) {
    List<String> problems = problems(said);
    Optional<ServicePolicy> policy =
        said.labels() instanceof Parsed.Governed(ServicePolicy given, var warnings)
            ? Optional.of(given)
            : Optional.empty();
    Optional<LimitsPolicy> labelled = policy.flatMap(ServicePolicy::limits);
    boolean named = labelled.isPresent() || said.declared().isPresent() || !said.ranges().isEmpty();
    if (!named && !labelsOfLimits(said.labels())) {
      return new Governance.None();
    }
    if (service.mode() instanceof ServiceView.Mode.Other(String mode)) {
      problems.add("its mode is %s: an update would run it again".formatted(mode));
    }
    if (!problems.isEmpty()) {
      return new Governance.Wrong(problems);
    }
    boolean observing =
        policy.map(ServicePolicy::mode).equals(Optional.of(ServicePolicy.Mode.OBSERVE));
    return new Governance.Held(documented(service, labelled, said), observing);
  }

  /** Wrong labels may be the ones that would say something else, so that nobody knows. */
  private static List<String> problems(Said said) {
    List<String> problems = new ArrayList<>();
    if (said.labels() instanceof Parsed.Rejected rejected) {
      rejected.problems().stream().map(PolicyProblem::toString).forEach(problems::add);
    }
    said.declared().stream()
        .flatMap(declared -> declared.problems().stream())
        .map(ManifestProblem::toString)
        .forEach(problems::add);
    return problems;
  }

  private static boolean labelsOfLimits(Parsed labels) {
    return labels instanceof Parsed.Rejected rejected
        && rejected.problems().stream()
            .map(PolicyProblem::key)
            .anyMatch(
                key -> key.startsWith("drover.limits.") || key.startsWith("drover.reservations."));
  }

  private static Documented documented(
      ServiceView service, Optional<LimitsPolicy> labelled, Said said) {
    Map<Amount, Wanted> wanted = new EnumMap<>(Amount.class);
    List<Reason> notes = new ArrayList<>();
    Allotment labels = labelled.map(LimitsPolicy::documented).orElse(NOTHING);
    Allotment declared = said.declared().map(StackFiles.Declared::allotment).orElse(NOTHING);
    for (Amount amount : Amount.values()) {
      said.declared()
          .ifPresent(
              file ->
                  put(wanted, amount, declared, Source.STACK_FILE, StackPlace.of(file, amount)));
      put(wanted, amount, labels, Source.LABEL, "label drover." + amount.word());
      if (!wanted.containsKey(amount)) {
        put(wanted, amount, Allotment.of(service), Source.SERVICE, "the service itself");
      }
    }
    Allotment filled =
        LimitRules.filled(new Documented(wanted, List.of()).allotment(), said.ranges());
    Allotment defaults = LimitRules.filled(NOTHING, said.ranges());
    for (Amount amount : Amount.values()) {
      if (!wanted.containsKey(amount)) {
        put(
            wanted,
            amount,
            isDefault(amount.limit(), wanted, defaults) ? defaults : filled,
            Source.LIMIT_RANGE,
            names(said.ranges()));
      }
    }
    said.declared()
        .ifPresent(
            file ->
                file.unread()
                    .forEach(
                        value -> notes.add(Reason.of("VariableInStackFile", value.toString()))));
    notes.addAll(LimitRules.violations(filled, said.ranges()));
    SizedElsewhere sized = SizedElsewhere.of(said);
    Set<Amount> others = sized.amounts();
    wanted.keySet().removeAll(others);
    if (!others.isEmpty()) {
      notes.add(
          Reason.of(
              "SizedElsewhere",
              "%s %s sized by %s: here only the rest is held, and the bounds of LimitRanges"
                  .formatted(sized.words(), others.size() > 2 ? "are" : "is", sized.by())));
    }
    return new Documented(wanted, notes);
  }

  /**
   * Whether the service has a limit that is the default one. It was given to it before, while the
   * reservation could not be: that one is the default still, not the limit.
   */
  private static boolean isDefault(Amount limit, Map<Amount, Wanted> wanted, Allotment defaults) {
    Wanted has = wanted.get(limit);
    OptionalLong units = limit.of(defaults);
    return has != null
        && has.source() == Source.SERVICE
        && units.isPresent()
        && units.getAsLong() == has.units();
  }

  private static void put(
      Map<Amount, Wanted> wanted, Amount amount, Allotment from, Source source, String where) {
    OptionalLong units = amount.of(from);
    if (units.isPresent()) {
      wanted.put(amount, new Wanted(units.getAsLong(), source, where));
    }
  }

  private static String names(List<StackLimits> ranges) {
    return ranges.stream()
        .map(StackLimits::name)
        .sorted()
        .collect(Collectors.joining(", ", "LimitRange ", ""));
  }
}
