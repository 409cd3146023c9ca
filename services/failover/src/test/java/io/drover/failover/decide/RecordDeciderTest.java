package io.drover.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three places look at each entry point once a second; the hold-down is six seconds. */
class RecordDeciderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Rules RULES =
      new Rules(
          SECOND,
          3,
          Duration.ZERO,
          Duration.ofSeconds(6),
          3,
          SECOND,
          1,
          SECOND,
          SECOND,
          SECOND,
          Rules.WithoutFence.REFUSE);

  /** Probes of one place, oldest first, the newest now: u, d or ?; "-" was never heard. */
  private static Run run(String probes) {
    Run run = Run.NONE;
    if (!probes.equals("-")) {
      for (int i = 0; i < probes.length(); i++) {
        Sight sight =
            probes.charAt(i) == 'u'
                ? Sight.UP
                : probes.charAt(i) == 'd' ? Sight.DOWN : Sight.UNKNOWN;
        run = run.then(sight, NOW.minusSeconds(probes.length() - 1L - i), Duration.ofSeconds(3));
      }
    }
    return run;
  }

  /** Entry points node1, node2 and so on, each with the address of the same number. */
  private static Plan decide(String current, String... entries) {
    return decide(current, true, entries);
  }

  private static Plan decide(String current, boolean told, String... entries) {
    List<EntryView> views = new ArrayList<>();
    for (int i = 0; i < entries.length; i++) {
      views.add(
          new EntryView(
              "node" + (i + 1),
              new TreeSet<>(List.of("10.0.0." + (i + 1))),
              List.of(entries[i].split(" ")).stream().map(RecordDeciderTest::run).toList()));
    }
    return RecordDecider.decide(
        new RecordDecider.Input(
            RULES, NOW, "app.example.org", Reading.known(addresses(current), NOW), told, views));
  }

  private static TreeSet<String> addresses(String numbers) {
    TreeSet<String> addresses = new TreeSet<>();
    numbers.chars().forEach(number -> addresses.add("10.0.0." + (char) number));
    return addresses;
  }

  @ParameterizedTest(name = "{0} with {1} and {2}: {3}, {4}, {5}")
  @CsvSource(
      textBlock =
          """
          12, uuu uuu uuu,          uuu uuu uuu,                '',  Up,       Up
          12, uuu uuu uuu,          ddd ddd uuu,                1,   Up,       Down
          12, uuu uuu uuu,          ddd uuu uuu,                '',  Up,       Up
          12, uuu uuu uuu,          udd udd udd,                '',  Up,       NotSure
          12, uuu uuu uuu,          ??? ??? ???,                '',  Up,       NotSure
          12, ddd - -,              ddd - -,                    '',  CutOff,   CutOff
          12, ddd ddd ddd,          ddd ddd ddd,                '',  Down,     Down
          12, ddd ddd ddd,          udu udu udu,                '',  Down,     NotSure
          1,  uuu uuu uuu,          uuu uuu uuu,                '',  Up,       HoldDown
          1,  uuu uuu uuu,          uuuuuu uuuuuu uuuuuu,       '',  Up,       HoldDown
          1,  uuu uuu uuu,          uuuuuuu uuuuuuu uuuuuuu,    12,  Up,       Up
          1,  uuu uuu uuu,          uuuduuu uuuduuu uuuduuu,    '',  Up,       HoldDown
          1,  ddd ddd ddd,          uuu uuu uuu,                2,   Down,     NeededAtOnce
          '', uuu uuu uuu,          uuu uuu uuu,                12,  NeededAtOnce, NeededAtOnce
          '', ddd ddd ddd,          ddd ddd ddd,                '',  Down,     Down
          129, uuu uuu uuu,         uuu uuu uuu,                12,  Up,       Up
          """)
  void recordsFollowWhoServes(
      String current, String one, String two, String wanted, String codeOne, String codeTwo) {
    Plan plan = decide(current, one, two);
    List<String> to =
        plan.steps().stream()
            .map(step -> (Action.PointRecord) step.action())
            .flatMap(point -> point.to().stream())
            .toList();
    assertThat(to).isEqualTo(List.copyOf(addresses(wanted)));
    assertThat(plan.reasons()).extracting(Reason::code).contains(codeOne, codeTwo);
  }

  @Test
  void aServerThatHasSomethingElseIsToldAnew() {
    Plan plan = decide("12", false, "uuu uuu uuu", "uuu uuu uuu");
    assertThat(plan.steps())
        .extracting(Plan.Step::action)
        .containsExactly(
            new Action.PointRecord(
                "app.example.org",
                List.of("10.0.0.1", "10.0.0.2"),
                List.of("10.0.0.1", "10.0.0.2")));
    assertThat(plan.reasons()).extracting(Reason::code).contains("ServersDiffer");
    assertThat(decide("12", false, "ddd ddd ddd", "ddd ddd ddd").steps()).isEmpty();
  }

  @Test
  void whatIsNotKnownIsNotChanged() {
    Plan plan =
        RecordDecider.decide(
            new RecordDecider.Input(
                RULES, NOW, "app.example.org", Reading.unknown("no answer"), true, List.of()));
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.reasons()).extracting(Reason::code).containsExactly("RecordUnknown");
  }

  /** Whatever is seen: a record always leads somewhere, and what it leads to was seen to serve. */
  @Test
  void noChangeIsMadeWithoutSomebodyWhoServes() {
    SplittableRandom random = new SplittableRandom(42);
    int changes = 0;
    for (int round = 0; round < 20_000; round++) {
      String[] entries = new String[3];
      for (int i = 0; i < entries.length; i++) {
        StringBuilder places = new StringBuilder();
        for (int place = 0; place < 3; place++) {
          places.append(place == 0 ? "" : " ");
          String kind = random.nextInt(6) == 0 ? "-" : random.nextBoolean() ? "u" : "d";
          places.append(kind.equals("-") ? kind : kind.repeat(random.nextInt(1, 9)));
        }
        entries[i] = places.toString();
      }
      String current = random.nextBoolean() ? "123" : random.nextBoolean() ? "2" : "";
      Plan plan = decide(current, entries);
      assertThat(plan).isEqualTo(decide(current, entries));
      for (Plan.Step step : plan.steps()) {
        changes++;
        Action.PointRecord point = (Action.PointRecord) step.action();
        assertThat(point.to()).isNotEmpty().isNotEqualTo(point.from());
        boolean served =
            point.to().stream()
                .map(address -> entries[address.charAt(address.length() - 1) - '1'])
                .anyMatch(
                    seen ->
                        List.of(seen.split(" ")).stream().filter(p -> p.matches("u{3,}")).count()
                            >= 2);
        assertThat(served).as("%s of %s", point, List.of(entries)).isTrue();
      }
    }
    assertThat(changes).isGreaterThan(1_000);
  }
}
