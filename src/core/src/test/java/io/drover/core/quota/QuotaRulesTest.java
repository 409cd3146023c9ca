package io.drover.core.quota;

import static io.drover.core.quota.Stacks.amounts;
import static io.drover.core.quota.Stacks.facts;
import static io.drover.core.quota.Stacks.quota;
import static io.drover.core.quota.Stacks.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Quantity;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.StackLimits;
import io.drover.core.policy.TaskBounds;
import io.drover.core.policy.VolumeBounds;
import io.drover.core.quota.QuotaUse.Line;
import io.drover.core.quota.QuotaUse.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What counts, and how much. */
class QuotaRulesTest {
  private static final StackLimits DEFAULTS =
      new StackLimits(
          "shop",
          "l",
          List.of(
              new TaskBounds(
                  amounts("1", "2Gi"),
                  amounts("500m", "1Gi"),
                  Resources.NONE,
                  Resources.NONE,
                  Map.of())),
          VolumeBounds.NONE,
          List.of());

  private static Line line(String hard, StackFacts facts) {
    return QuotaRules.use(quota(hard), facts).lines().getFirst();
  }

  private static String used(String resource, StackFacts facts) {
    return line(resource + "=1000Gi", facts).describe().split(" of ")[0];
  }

  @Test
  void theReferencesFourServicesComeToItsTrueTotals() {
    StackFacts four =
        facts(
            service("postgres", 1, 0, amounts("250m", "512Mi"), amounts("1", "1Gi").withPids(100)),
            service("redis", 1, 0, amounts("100m", "128Mi"), amounts("500m", "320Mi").withPids(50)),
            service("app", 1, 0, amounts("500m", "512Mi"), amounts("2", "1Gi").withPids(150)),
            service("nginx", 1, 0, amounts("100m", "64Mi"), amounts("500m", "256Mi").withPids(50)));
    assertThat(
            QuotaRules.use(
                    quota(
                        "requests.cpu=20 requests.memory=64Gi limits.cpu=40 limits.memory=128Gi"
                            + " limits.pids=350 pods=50 services=10"),
                    four)
                .lines()
                .stream()
                .map(line -> line.describe().replaceAll(" \\(.*", ""))
                .collect(Collectors.joining("; ")))
        .isEqualTo(
            "requests.cpu 950m of 20; requests.memory 1216Mi of 64Gi; limits.cpu 4 of 40;"
                + " limits.memory 2624Mi of 128Gi; limits.pids 350 of 350; pods 4 of 50;"
                + " services 4 of 10");
  }

  @Test
  void whatIsNotDeclaredIsWhatTheLimitRangeGives() {
    StackService bare = service("web", 3, 0, Resources.NONE, Resources.NONE);
    assertThat(used("requests.cpu", facts(List.of(DEFAULTS), bare)))
        .isEqualTo("requests.cpu 1500m");
    assertThat(used("limits.memory", facts(List.of(DEFAULTS), bare)))
        .isEqualTo("limits.memory 6Gi");
  }

  @Test
  void aMissingReservationIsTheLimit() {
    StackFacts limited = facts(service("web", 2, 0, Resources.NONE, amounts("2", null)));
    assertThat(used("requests.cpu", limited)).isEqualTo("requests.cpu 4");
  }

  @Test
  void whatCantBeToldIsNotZero() {
    StackFacts some =
        facts(
            service("web", 3, 0, Resources.NONE, Resources.NONE),
            service("api", 2, 0, "500m", "64Mi"));
    Line line = line("limits.cpu=4", some);
    assertThat(line.describe()).isEqualTo("limits.cpu at least 1 of 4 (shop_api 1)");
    assertThat(line.undeclared()).containsExactly("shop_web");
  }

  @Test
  void statesTellUpdatesFromWhatIsThere() {
    StackFacts startFirst = facts(service("web", 4, 2, "1", "1Gi"));
    assertThat(line("pods=6", startFirst).state()).isEqualTo(State.WITHIN);
    assertThat(line("pods=5", startFirst).state()).isEqualTo(State.TIGHT);
    assertThat(line("pods=4", startFirst).state()).isEqualTo(State.TIGHT);
    assertThat(line("pods=3", startFirst).state()).isEqualTo(State.EXCEEDED);
    assertThat(line("pods=3", startFirst).describe()).isEqualTo("pods 4 of 3 (shop_web 4)");
  }

  @Test
  void anUpdateStartsAtMostAsManyTasksAsThereAre() {
    assertThat(line("pods=9", facts(service("web", 3, 5, "1", "1Gi"))).surge())
        .isEqualTo(Quantity.of(3));
    assertThat(line("pods=9", facts(service("web", 3, StackService.ALL, "1", "1Gi"))).surge())
        .isEqualTo(Quantity.of(3));
  }

  @Test
  void aVolumeOfTwoServicesIsOne() {
    StackService web = service("web", 1, 0, "1", "1Gi");
    StackService api = service("api", 1, 0, "1", "1Gi");
    StackFacts both =
        facts(
            new StackService(web.service(), 1, 0, Set.of("shop_data", "shop_logs")),
            new StackService(api.service(), 1, 0, Set.of("shop_data")));
    assertThat(used("persistentvolumeclaims", both)).isEqualTo("persistentvolumeclaims 2");
  }

  @Test
  void whatIsNotCountedIsUnknown() {
    StackFacts none = facts();
    assertThat(line("secrets=1", none).state()).isEqualTo(State.UNKNOWN);
    StackFacts counted =
        new StackFacts(
            Stacks.AT,
            "shop",
            List.of(),
            List.of(),
            Map.of(
                QuotaResource.SECRETS,
                Reading.known(Quantity.of(2), Stacks.AT),
                QuotaResource.STORAGE,
                Reading.unknown("agent n1 did not answer")));
    assertThat(line("secrets=1", counted).state()).isEqualTo(State.EXCEEDED);
    assertThat(line("requests.storage=1Gi", counted).describe())
        .isEqualTo("requests.storage unknown (agent n1 did not answer) of 1Gi");
  }

  @Test
  void ofAnotherNumberOfTasksItTellsWhatWouldBreakAndByHowMuch() {
    StackFacts now = facts(service("web", 2, 0, "1", "1Gi"));
    List<Line> broken =
        QuotaRules.exceeded(List.of(quota("limits.cpu=3 pods=9")), now.with("id-web", 5));
    assertThat(broken).map(Line::describe).containsExactly("limits.cpu 5 of 3 (shop_web 5)");
  }
}
