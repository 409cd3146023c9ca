package io.drover.health.decide.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.health.decide.names.Endpoint.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a node's name server and the managers disagree. */
class NameRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Set<String> NET = Set.of("net");

  private static Endpoint on(String network, String address, Standing standing, Duration ago) {
    return new Endpoint(
        "web-id", "task-" + address, "node1-id", network, address, standing, NOW.minus(ago));
  }

  private static Endpoint runs(String address) {
    return on("net", address, Standing.RUNS, LONG);
  }

  private static Optional<Verdict> compare(List<Endpoint> endpoints, Said said) {
    return NameRules.compare(endpoints, NET, Set.of(), said, true, "node2", NOW);
  }

  private static Said knows(String... addresses) {
    return new Said.Knows(Set.of(addresses));
  }

  private static Verdict verdict(List<String> missing, List<String> stale) {
    return new Verdict("node2", NOW, missing, stale);
  }

  @Test
  void whoKnowsAllTasksAgrees() {
    assertThat(compare(List.of(runs("10.0.1.2"), runs("10.0.1.3")), knows("10.0.1.3", "10.0.1.2")))
        .contains(verdict(List.of(), List.of()));
  }

  @Test
  void aTaskThatIsNotKnownAndAnAddressThatNoTaskHasAreTold() {
    assertThat(compare(List.of(runs("10.0.1.2"), runs("10.0.1.3")), knows("10.0.1.2", "10.0.1.9")))
        .contains(verdict(List.of("10.0.1.3"), List.of("10.0.1.9")));
  }

  @Test
  void aNameThatIsNotKnownHasNoAddresses() {
    assertThat(compare(List.of(runs("10.0.1.2")), new Said.Nothing()))
        .contains(verdict(List.of("10.0.1.2"), List.of()));
    assertThat(compare(List.of(runs("10.0.1.2")), new Said.Silent()))
        .contains(verdict(List.of("10.0.1.2"), List.of()));
  }

  @Test
  void aServerThatKnewNothingAtAllTellsNothing() {
    List<Endpoint> one = List.of(runs("10.0.1.2"));
    for (Said said : List.of(new Said.Nothing(), new Said.Silent())) {
      assertThat(NameRules.compare(one, NET, Set.of(), said, false, "node2", NOW)).isEmpty();
    }
  }

  @Test
  void newsAreGivenAMoment() {
    Duration fresh = NameRules.GRACE.minusMillis(1);
    List<Endpoint> changing =
        List.of(
            on("net", "10.0.1.2", Standing.RUNS, fresh),
            on("net", "10.0.1.3", Standing.ENDED, fresh),
            on("net", "10.0.1.4", Standing.CHANGES, LONG));
    assertThat(compare(changing, new Said.Nothing())).contains(verdict(List.of(), List.of()));
    assertThat(compare(changing, knows("10.0.1.2", "10.0.1.3", "10.0.1.4")))
        .contains(verdict(List.of(), List.of()));
    assertThat(
            compare(
                List.of(
                    on("net", "10.0.1.2", Standing.RUNS, NameRules.GRACE),
                    on("net", "10.0.1.3", Standing.ENDED, NameRules.GRACE)),
                knows("10.0.1.3")))
        .contains(verdict(List.of("10.0.1.2"), List.of("10.0.1.3")));
  }

  @Test
  void tasksOfANodeThatIsDownMayBeKnownOrNot() {
    List<Endpoint> one = List.of(runs("10.0.1.2"));
    for (Said said : List.of(knows("10.0.1.2"), new Said.Nothing())) {
      assertThat(NameRules.compare(one, NET, Set.of("node1-id"), said, true, "node2", NOW))
          .contains(verdict(List.of(), List.of()));
    }
  }

  @Test
  void networksThatTheAgentIsNotInAreNotLookedAt() {
    List<Endpoint> elsewhere = List.of(on("other", "10.0.2.2", Standing.RUNS, LONG));
    assertThat(compare(elsewhere, new Said.Nothing())).isEmpty();
    assertThat(NameRules.isKnownIn(elsewhere, NET)).isFalse();
    assertThat(NameRules.isKnownIn(List.of(runs("10.0.1.2")), NET)).isTrue();
  }

  @Test
  void ofTwoSharedNetworksTheAnswerFitsOne() {
    List<Endpoint> both =
        List.of(
            on("net", "10.0.1.2", Standing.RUNS, LONG), on("two", "10.0.2.2", Standing.RUNS, LONG));
    Set<String> shared = Set.of("net", "two");
    for (String first : List.of("10.0.1.2", "10.0.2.2")) {
      assertThat(NameRules.compare(both, shared, Set.of(), knows(first), true, "node2", NOW))
          .hasValueSatisfying(verdict -> assertThat(verdict.agrees()).isTrue());
    }
    assertThat(NameRules.compare(both, shared, Set.of(), knows("10.0.3.3"), true, "node2", NOW))
        .hasValueSatisfying(verdict -> assertThat(verdict.agrees()).isFalse());
  }

  /** Whatever is on its way: who knows exactly the tasks that run is never said to disagree. */
  @Test
  void theTruthNeverDisagrees() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      List<Endpoint> endpoints = new ArrayList<>();
      Set<String> truth = new HashSet<>();
      for (int i = 0; i < random.nextInt(8); i++) {
        Standing standing = Standing.values()[random.nextInt(3)];
        String address = "10.0.1." + i;
        endpoints.add(on("net", address, standing, Duration.ofSeconds(random.nextInt(30))));
        if (standing == Standing.RUNS || standing == Standing.CHANGES && random.nextBoolean()) {
          truth.add(address);
        }
      }
      assertThat(compare(endpoints, new Said.Knows(truth)))
          .satisfies(verdict -> assertThat(verdict.map(Verdict::agrees).orElse(true)).isTrue());
    }
  }
}
