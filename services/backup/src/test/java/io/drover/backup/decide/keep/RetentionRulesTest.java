package io.drover.backup.decide.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.backup.decide.keep.Held.Check;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.core.decision.Reason;
import io.drover.core.policy.Retention;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionRulesTest {
  private static final String DB = "shop_db";
  private static final String WEB = "shop_web";

  /** Each backup of one service is good; the newest is first in both lists. */
  @ParameterizedTest(name = "{0} of {1} keeps {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          last=1                  | 26T03 25T03 24T03             | 26T03
          last=2                  | 26T03 25T03 24T03             | 26T03 25T03
          last=5                  | 26T03 25T03 24T03             | 26T03 25T03 24T03
          last=2                  | 26T03 26T02 25T03             | 26T03 26T02
          daily=2                 | 26T23 26T03 25T23 25T03 24T03 | 26T23 25T23
          daily=2                 | 26T03 20T23 20T03 19T03       | 26T03 20T23
          daily=1,last=2          | 26T23 26T03 25T23             | 26T23 26T03
          weekly=2                | 26T03 23T00 22T23 16T03 15T03 | 26T03 22T23
          weekly=3                | 26T03 23T00 22T23 16T03 15T03 | 26T03 22T23 15T03
          monthly=1               | 26T03 25T03 01T00             | 26T03
          within=2d               | 26T03 25T03 24T03 24T02 20T03 | 26T03 25T03 24T03
          within=1h               | 26T03 25T03                   | 26T03
          daily=1,within=36h      | 26T03 25T15 25T03 24T03       | 26T03 25T15 25T03
          """)
  void rulesKeepTheNewestOfEachSpan(String rules, String have, String kept) {
    List<Held> backups = good(have.split(" "));
    List<Verdict> verdicts =
        RetentionRules.decide(backups, Map.of(DB, keeping(rules, ZoneOffset.UTC)));

    assertThat(verdicts).extracting(Verdict::id).isEqualTo(backups.stream().map(Held::id).toList());
    assertThat(kept(verdicts))
        .isEqualTo(Arrays.stream(kept.split(" ")).map(RetentionRulesTest::id).toList());
  }

  @Test
  void daysAreThoseOfTheScheduleSZone() {
    // 22:30 UTC of the 25th is the 26th in Berlin (UTC+1).
    List<Held> backups = good("26T03", "25T22", "25T03");

    assertThat(kept(RetentionRules.decide(backups, Map.of(DB, keeping("daily=2", "UTC")))))
        .containsExactly(id("26T03"), id("25T22"));
    assertThat(
            kept(RetentionRules.decide(backups, Map.of(DB, keeping("daily=2", "Europe/Berlin")))))
        .containsExactly(id("26T03"), id("25T22"));
    assertThat(
            kept(
                RetentionRules.decide(
                    good("26T03", "25T23", "25T03"),
                    Map.of(DB, keeping("daily=2", "Europe/Berlin")))))
        .as("23:00 UTC is the 26th there")
        .containsExactly(id("26T03"), id("25T03"));
  }

  @Test
  void everyKeptBackupSaysForWhat() {
    List<Verdict> verdicts =
        RetentionRules.decide(
            good("26T03", "25T03", "19T03", "18T03"),
            Map.of(DB, keeping("last=1,daily=2,weekly=2,within=1h", ZoneOffset.UTC)));

    assertThat(codes(verdicts, "26T03"))
        .containsExactly("KeepLast", "KeepDaily", "KeepWeekly", "KeepWithin");
    assertThat(codes(verdicts, "25T03")).containsExactly("KeepDaily");
    assertThat(codes(verdicts, "19T03")).containsExactly("KeepWeekly");
    assertThat(codes(verdicts, "18T03")).containsExactly("NotWanted");
    assertThat(verdicts.get(2).reasons().getFirst().text())
        .isEqualTo("the newest of 2026-W47, weekly=2 of shop_db");
  }

  @Test
  void nothingGoesBeforeANewerOneWasVerified() {
    List<Held> none = List.of(held("26T03", Check.NONE), held("25T03", Check.NONE));
    assertThat(RetentionRules.decide(none, Map.of(DB, keeping("last=1", ZoneOffset.UTC))))
        .allMatch(Verdict::keep);
    assertThat(
            codes(
                RetentionRules.decide(none, Map.of(DB, keeping("last=1", ZoneOffset.UTC))),
                "25T03"))
        .containsExactly("KeepUntilNewerVerified");

    List<Held> verified = List.of(held("26T03", Check.GOOD), held("25T03", Check.NONE));
    assertThat(kept(RetentionRules.decide(verified, Map.of(DB, keeping("last=1", ZoneOffset.UTC)))))
        .containsExactly(id("26T03"));
  }

  @Test
  void aDamagedBackupTakesNoOthersPlace() {
    List<Held> backups =
        List.of(
            held("26T03", Check.DAMAGED),
            held("25T03", Check.GOOD),
            held("24T03", Check.GOOD),
            held("23T03", Check.GOOD));
    assertThat(kept(RetentionRules.decide(backups, Map.of(DB, keeping("last=1", ZoneOffset.UTC)))))
        .as("the newest, and the newest without damage")
        .containsExactly(id("26T03"), id("25T03"));
  }

  @Test
  void theLastGoodOneStaysHoweverOldItIs() {
    List<Held> backups =
        List.of(
            held("26T03", Check.DAMAGED),
            held("25T03", Check.DAMAGED),
            held("24T03", Check.NONE),
            held("01T03", Check.GOOD),
            held("01T02", Check.GOOD));
    List<Verdict> verdicts =
        RetentionRules.decide(backups, Map.of(DB, keeping("last=1", ZoneOffset.UTC)));
    assertThat(kept(verdicts)).contains(id("01T03")).doesNotContain(id("01T02"));
    assertThat(codes(verdicts, "01T03")).containsExactly("KeepUntilNewerVerified");
  }

  @Test
  void withoutRulesEverythingStays() {
    List<Held> backups = good("26T03", "25T03");
    assertThat(codes(RetentionRules.decide(backups, Map.of()), "25T03"))
        .containsExactly("KeepWithoutRules");
    assertThat(
            codes(
                RetentionRules.decide(
                    backups, Map.of(DB, new Keeping(Retention.EVERYTHING, ZoneOffset.UTC))),
                "25T03"))
        .containsExactly("KeepAll");
  }

  @Test
  void aBackupOfSeveralServicesStaysForAnyOfThem() {
    Held both = new Held(id("24T03"), parts(DB, WEB), Check.GOOD);
    List<Held> backups = new ArrayList<>(good("26T03", "25T03"));
    backups.add(both);
    Map<String, Keeping> keeping = Map.of(DB, keeping("last=1", ZoneOffset.UTC));

    assertThat(codes(RetentionRules.decide(backups, keeping), "24T03"))
        .as("no newer backup of the other service was verified")
        .containsExactly("KeepUntilNewerVerified");
    assertThat(
            codes(
                RetentionRules.decide(
                    backups,
                    Map.of(
                        DB,
                        keeping("last=1", ZoneOffset.UTC),
                        WEB,
                        keeping("last=3", ZoneOffset.UTC))),
                "24T03"))
        .containsExactly("KeepLast");
  }

  @Test
  void agesCountFromTheNewestSoThatAServiceThatStoppedLosesNothing() {
    assertThat(
            kept(
                RetentionRules.decide(
                    good("03T03", "02T03", "01T03"),
                    Map.of(DB, keeping("within=1d", ZoneOffset.UTC)))))
        .containsExactly(id("03T03"), id("02T03"));
  }

  /** One that has the description alone, or another volume, never takes its place. */
  @Test
  void whatHoldsAVolumeIsDisplacedByNoneWithoutIt() {
    Held data = new Held(id("24T03"), volumes("data", "wal"), Check.GOOD);
    Held partial = new Held(id("25T03"), volumes("wal"), Check.GOOD);
    Held none = new Held(id("26T03"), parts(DB), Check.GOOD);
    assertThat(
            kept(
                RetentionRules.decide(
                    List.of(data, partial, none), Map.of(DB, keeping("last=1", ZoneOffset.UTC)))))
        .containsExactly(none.id(), partial.id(), data.id());
    Held all = new Held(id("27T03"), volumes("data", "wal"), Check.GOOD);
    assertThat(
            kept(
                RetentionRules.decide(
                    List.of(data, partial, none, all),
                    Map.of(DB, keeping("last=1", ZoneOffset.UTC)))))
        .containsExactly(all.id());
  }

  private static TreeSet<Part> parts(String... services) {
    return Arrays.stream(services)
        .map(service -> new Part(service, ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static TreeSet<Part> volumes(String... volumes) {
    TreeSet<Part> parts = parts(DB);
    Arrays.stream(volumes).forEach(volume -> parts.add(new Part(DB, volume)));
    return parts;
  }

  private static List<String> codes(List<Verdict> verdicts, String day) {
    return verdicts.stream()
        .filter(verdict -> verdict.id().equals(id(day)))
        .flatMap(verdict -> verdict.reasons().stream())
        .map(Reason::code)
        .toList();
  }

  private static List<BackupId> kept(List<Verdict> verdicts) {
    return verdicts.stream().filter(Verdict::keep).map(Verdict::id).toList();
  }

  private static Keeping keeping(String rules, ZoneOffset zone) {
    return new Keeping(Retention.parse(rules), zone);
  }

  private static Keeping keeping(String rules, String zone) {
    return new Keeping(Retention.parse(rules), ZoneId.of(zone));
  }

  private static List<Held> good(String... days) {
    return Arrays.stream(days).map(day -> held(day, Check.GOOD)).toList();
  }

  private static Held held(String day, Check check) {
    return new Held(id(day), parts(DB), check);
  }

  /** Of an hour of November 2026: 26T03. */
  private static BackupId id(String day) {
    return new BackupId(
        "shop", BackupName.of(Instant.parse("2026-11-" + day + ":00:00Z"), 0x0a1b2c3d));
  }
}
