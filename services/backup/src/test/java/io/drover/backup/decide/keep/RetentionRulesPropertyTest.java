package io.drover.backup.decide.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.backup.decide.keep.Held.Check;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.core.policy.Retention;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every decision, for thousands of made-up stores. */
class RetentionRulesPropertyTest {
  private static final List<String> SERVICES = List.of("a", "b", "c");
  private static final List<Part> PARTS =
      SERVICES.stream()
          .flatMap(service -> Stream.of("", "data", "wal").map(volume -> new Part(service, volume)))
          .toList();
  private static final List<String> RULES =
      List.of(
          "last=1",
          "last=3",
          "daily=3",
          "weekly=2",
          "monthly=2",
          "within=5d",
          "daily=2,within=36h");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void itIsSafe(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      List<Held> backups = backups(random);
      Map<String, Keeping> keeping = keeping(random);
      List<Verdict> verdicts = RetentionRules.decide(backups, keeping);
      String world = "seed %d, case %d: %s, %s".formatted(seed, i, backups, keeping);

      assertThat(verdicts.stream().map(Verdict::id).collect(Collectors.toSet()))
          .as(world)
          .hasSize(backups.size())
          .isEqualTo(backups.stream().map(Held::id).collect(Collectors.toSet()));
      assertThat(RetentionRules.decide(backups.reversed(), keeping))
          .as("the order says nothing; " + world)
          .isEqualTo(verdicts);
      Set<BackupId> removed =
          verdicts.stream()
              .filter(verdict -> !verdict.keep())
              .map(Verdict::id)
              .collect(Collectors.toSet());
      checkNeverTheLastGoodOne(backups, removed, world);
      checkNothingOfAServiceWithoutANewerGood(backups, removed, world);
      checkTheNewestStays(backups, removed, world);
      List<Held> left = backups.stream().filter(held -> !removed.contains(held.id())).toList();
      assertThat(RetentionRules.decide(left, keeping))
          .as("what was left by one decision is kept by the next; " + world)
          .allMatch(Verdict::keep);
    }
  }

  private static void checkNeverTheLastGoodOne(
      List<Held> backups, Set<BackupId> removed, String world) {
    for (Part service : PARTS) {
      boolean had = backups.stream().anyMatch(held -> good(held, service));
      boolean has =
          backups.stream()
              .filter(held -> !removed.contains(held.id()))
              .anyMatch(held -> good(held, service));
      assertThat(has).as(world).isEqualTo(had);
    }
  }

  private static boolean good(Held held, Part part) {
    return held.check() == Check.GOOD && held.parts().contains(part);
  }

  private static void checkNothingOfAServiceWithoutANewerGood(
      List<Held> backups, Set<BackupId> removed, String world) {
    for (Held held : backups) {
      if (removed.contains(held.id())) {
        assertThat(held.parts())
            .as(world)
            .allMatch(
                service ->
                    backups.stream()
                        .anyMatch(
                            newer ->
                                good(newer, service)
                                    && !removed.contains(newer.id())
                                    && newer
                                        .id()
                                        .name()
                                        .pointInTime()
                                        .isAfter(held.id().name().pointInTime())));
      }
    }
  }

  private static void checkTheNewestStays(List<Held> backups, Set<BackupId> removed, String world) {
    for (Part part : PARTS) {
      backups.stream()
          .filter(held -> held.parts().contains(part))
          .max(Comparator.comparing(held -> held.id().name().pointInTime()))
          .ifPresent(newest -> assertThat(removed).as(world).doesNotContain(newest.id()));
    }
  }

  private static List<Held> backups(Random random) {
    List<Held> backups = new ArrayList<>();
    Set<Long> hours = new HashSet<>();
    int count = random.nextInt(25);
    while (hours.size() < count) {
      hours.add(random.nextLong(24 * 70));
    }
    for (long hour : hours) {
      TreeSet<Part> parts = new TreeSet<>();
      parts.add(PARTS.get(random.nextInt(PARTS.size())));
      while (random.nextInt(3) == 0) {
        parts.add(PARTS.get(random.nextInt(PARTS.size())));
      }
      Check check =
          switch (random.nextInt(6)) {
            case 0 -> Check.DAMAGED;
            case 1, 2 -> Check.NONE;
            default -> Check.GOOD;
          };
      backups.add(
          new Held(
              new BackupId(
                  "s",
                  BackupName.of(
                      Instant.parse("2026-09-20T00:00:00Z").plusSeconds(hour * 3600),
                      random.nextInt())),
              parts,
              check));
    }
    return backups;
  }

  private static Map<String, Keeping> keeping(Random random) {
    Map<String, Keeping> keeping = new TreeMap<>();
    for (String service : SERVICES) {
      if (random.nextInt(4) > 0) {
        Retention rules =
            random.nextInt(8) == 0
                ? Retention.EVERYTHING
                : Retention.parse(RULES.get(random.nextInt(RULES.size())));
        keeping.put(service, new Keeping(rules, ZoneId.of("Europe/Berlin")));
      }
    }
    return keeping;
  }
}
