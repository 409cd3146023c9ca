package io.drover.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Decision;
import io.drover.core.decision.Outcome;
import org.junit.jupiter.api.Test;

/** What says the same again is no news. */
class ChangeFilterTest {
  private final ChangeFilter filter = new ChangeFilter(3);

  private boolean record(Decision decision) {
    boolean news = filter.isNews(decision);
    if (news) {
      filter.recorded(decision);
    }
    return news;
  }

  @Test
  void otherNumbersAndVersionsAreNoNews() {
    assertThat(record(Decisions.nothing("web", "AtTarget"))).isTrue();
    assertThat(record(Decisions.nothing("web", "AtTarget"))).isFalse();
    assertThat(record(Decisions.held("web", 5, "Paused"))).isTrue();
    assertThat(record(Decisions.held("web", 5, "Paused"))).isFalse();
  }

  @Test
  void anotherReasonTargetOrGuardIsNews() {
    assertThat(record(Decisions.nothing("web", "AtTarget"))).isTrue();
    assertThat(record(Decisions.nothing("web", "NoMetrics"))).isTrue();
    assertThat(record(Decisions.held("web", 5, "Paused"))).isTrue();
    assertThat(record(Decisions.held("web", 6, "Paused"))).isTrue();
    assertThat(record(Decisions.held("web", 6, "Observing"))).isTrue();
    assertThat(record(Decisions.nothing("web", "NoMetrics"))).isTrue();
  }

  @Test
  void whatWasTriedIsAlwaysNews() {
    Outcome conflict = new Outcome.Conflict("overtaken");
    assertThat(record(Decisions.done("web", 5, conflict))).isTrue();
    assertThat(record(Decisions.done("web", 5, conflict))).isTrue();
    assertThat(record(Decisions.done("web", 5, new Outcome.Applied("")))).isTrue();
  }

  @Test
  void whatCouldNotBeKeptIsNewsAgain() {
    Decision decision = Decisions.nothing("web", "AtTarget");
    assertThat(filter.isNews(decision)).isTrue();
    assertThat(filter.isNews(decision)).isTrue();
  }

  @Test
  void servicesAreToldApartByTheirIds() {
    assertThat(record(Decisions.nothingOn("web", "id-1"))).isTrue();
    assertThat(record(Decisions.nothingOn("web", "id-2"))).isTrue();
    assertThat(record(Decisions.nothingOn("web", "id-1"))).isFalse();
    assertThat(record(Decisions.nothingOn("x", ""))).isTrue();
    assertThat(record(Decisions.nothingOn("y", ""))).isTrue();
  }

  @Test
  void whatAnotherLoopDecidesOnTheServiceMakesNoNewsOfWhatIsRepeated() {
    assertThat(record(Decisions.nothing("web", "AtTarget"))).isTrue();
    assertThat(record(Decisions.by("resize", Decisions.nothing("web", "NoNeed")))).isTrue();
    assertThat(record(Decisions.nothing("web", "AtTarget"))).isFalse();
    assertThat(record(Decisions.by("resize", Decisions.nothing("web", "NoNeed")))).isFalse();
  }

  @Test
  void ofMoreServicesTheOneNotHeardOfForLongestIsForgotten() {
    for (String service : new String[] {"a", "b", "c", "a", "d"}) {
      record(Decisions.nothing(service, "AtTarget"));
    }
    assertThat(record(Decisions.nothing("a", "AtTarget"))).isFalse();
    assertThat(record(Decisions.nothing("b", "AtTarget"))).isTrue();
  }
}
