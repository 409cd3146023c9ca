package io.drover.backup.decide.keep;

import io.drover.backup.decide.keep.Held.Check;
import io.drover.backup.manifest.BackupId;
import io.drover.core.decision.Reason;
import io.drover.core.policy.Retention.Rule;
import io.drover.core.policy.Retention.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which backups are kept, after restic's snapshot policy: a rule such as daily=7 keeps the newest
 * backup of each of the last seven days that have one, and a backup stays when any rule of any of
 * its services wants it. Rules are applied to each part of a service by itself, to its description
 * and to each of its volumes: so no backup without a volume displaces one that has it. Beyond that
 * it stays:
 *
 * <ul>
 *   <li>when none of its services has rules, or one says to keep everything;
 *   <li>until, for each part of it, a newer backup was read again and found good: so the last good
 *       backup of a volume is never removed.
 * </ul>
 *
 * A backup that was found damaged takes no other's place: rules are applied to those without
 * damage, and once more to all. Ages count from a service's newest backup, not from now, so that a
 * service whose backups stopped doesn't lose those it has.
 */
public final class RetentionRules {
  private static final Comparator<Held> NEWEST_FIRST =
      Comparator.<Held, Instant>comparing(held -> held.id().name().pointInTime())
          .thenComparing(Held::id)
          .reversed();

  private RetentionRules() {}

  /**
   * Judges all backups of one stack, or of all stacks.
   *
   * @param backups all of them that the store has
   * @param keeping by service; one without an entry has no rules
   * @return one verdict for each, newest first
   */
  public static List<Verdict> decide(Collection<Held> backups, Map<String, Keeping> keeping) {
    List<Held> sorted = backups.stream().sorted(NEWEST_FIRST).toList();
    Map<BackupId, List<Reason>> wanted = new LinkedHashMap<>();
    sorted.forEach(held -> wanted.put(held.id(), new ArrayList<>()));
    keeping.forEach(
        (service, rules) -> {
          Set<Part> parts = new TreeSet<>();
          sorted.forEach(held -> parts.addAll(held.parts()));
          parts.removeIf(part -> !part.service().equals(service));
          for (Part part : parts) {
            List<Held> all = sorted.stream().filter(held -> held.parts().contains(part)).toList();
            List<Held> whole = all.stream().filter(held -> held.check() != Check.DAMAGED).toList();
            apply(part, rules, whole, wanted);
            apply(part, rules, all, wanted);
          }
        });
    return sorted.stream()
        .map(held -> verdict(held, sorted, keeping, wanted.get(held.id())))
        .toList();
  }

  private static Verdict verdict(
      Held held, List<Held> sorted, Map<String, Keeping> keeping, List<Reason> wanted) {
    if (!wanted.isEmpty()) {
      return new Verdict(held.id(), true, wanted.stream().distinct().toList());
    }
    List<String> ruled =
        held.parts().stream().map(Part::service).distinct().filter(keeping::containsKey).toList();
    if (ruled.isEmpty()) {
      return new Verdict(
          held.id(),
          true,
          List.of(
              Reason.of(
                  "KeepWithoutRules",
                  "no service in it says how long its backups are kept (drover.backup.keep)")));
    }
    List<Reason> unsafe =
        held.parts().stream()
            .filter(part -> !hasNewerGood(part, held, sorted))
            .map(
                part ->
                    Reason.of(
                        "KeepUntilNewerVerified",
                        "no newer backup of %s was verified yet".formatted(part)))
            .toList();
    if (!unsafe.isEmpty()) {
      return new Verdict(held.id(), true, unsafe);
    }
    return new Verdict(
        held.id(),
        false,
        ruled.stream()
            .map(
                service ->
                    new Reason(
                        "NotWanted",
                        "no rule of %s wants it: %s"
                            .formatted(service, keeping.get(service).rules()),
                        Map.of("service", service, "rules", keeping.get(service).rules() + "")))
            .toList());
  }

  private static boolean hasNewerGood(Part part, Held held, List<Held> sorted) {
    return sorted.stream()
        .takeWhile(newer -> !newer.id().equals(held.id()))
        .anyMatch(newer -> newer.check() == Check.GOOD && newer.parts().contains(part));
  }

  /** Adds the reasons for which a service's rules want some of these. */
  private static void apply(
      Part part, Keeping keeping, List<Held> newestFirst, Map<BackupId, List<Reason>> wanted) {
    if (newestFirst.isEmpty()) {
      return;
    }
    if (keeping.rules().rules().isEmpty()) {
      newestFirst.forEach(
          held ->
              wanted
                  .get(held.id())
                  .add(Reason.of("KeepAll", "%s keeps all its backups".formatted(part.service()))));
    }
    for (Rule rule : keeping.rules().rules()) {
      switch (rule) {
        case Rule.Newest newest -> newest(part, keeping.zone(), newest, newestFirst, wanted);
        case Rule.Within within -> within(part, within, newestFirst, wanted);
      }
    }
  }

  private static void newest(
      Part part,
      ZoneId zone,
      Rule.Newest rule,
      List<Held> newestFirst,
      Map<BackupId, List<Reason>> wanted) {
    Set<String> spans = new HashSet<>();
    for (Held held : newestFirst) {
      if (spans.size() == rule.count()) {
        return;
      }
      String span = span(rule.span(), zone, held.id());
      if (spans.add(span)) {
        String word = rule.span().name().toLowerCase(Locale.ROOT);
        wanted
            .get(held.id())
            .add(
                new Reason(
                    "Keep" + rule.span().name().charAt(0) + word.substring(1),
                    rule.span() == Span.LAST
                        ? "one of the last %d of %s".formatted(rule.count(), part)
                        : "the newest of %s, %s=%d of %s".formatted(span, word, rule.count(), part),
                    Map.of("service", part.service(), "rule", rule.toString())));
      }
    }
  }

  /** Names the span that a backup falls into: 2026-11-26, 2026-W48, 2026-11. */
  private static String span(Span span, ZoneId zone, BackupId id) {
    LocalDate day = LocalDate.ofInstant(id.name().pointInTime(), zone);
    return switch (span) {
      case LAST -> id.toString();
      case DAILY -> day.toString();
      case WEEKLY ->
          "%d-W%02d"
              .formatted(
                  day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTHLY -> day.toString().substring(0, day.toString().lastIndexOf('-'));
    };
  }

  private static void within(
      Part part, Rule.Within rule, List<Held> newestFirst, Map<BackupId, List<Reason>> wanted) {
    Instant oldest = newestFirst.getFirst().id().name().pointInTime().minus(rule.age());
    newestFirst.stream()
        .filter(held -> !held.id().name().pointInTime().isBefore(oldest))
        .forEach(
            held ->
                wanted
                    .get(held.id())
                    .add(
                        new Reason(
                            "KeepWithin",
                            "%s of the newest of %s".formatted(rule, part),
                            Map.of("service", part.service(), "rule", rule.toString()))));
  }
}
