package io.drover.placement.decide.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.decision.Action;
import io.drover.placement.decide.moves.DrainIntent.Order;
import io.drover.placement.decide.moves.DrainIntent.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The turns that a drain can take; what must hold of all of them is in the properties. */
class DrainDeciderTest {
  private static final Surge TWO_MORE = new Surge("web", 3, 5, 3);

  private final Given given = Given.nodes("a", "b", "c");
  private final Given.One web = given.service("web", 3);

  private static DrainIntent intent(Stage stage, Map<String, Surge> surges) {
    return new DrainIntent(
        "c", "c", "active", new Order(false, Given.NOW, "ana", "new disk"), stage, surges);
  }

  private DrainStep next(Stage stage, Map<String, Surge> surges) {
    return DrainDecider.next(intent(stage, surges), given.facts(), Map.of());
  }

  private static Action action(DrainStep step) {
    return ((DrainStep.Act) step).plan().steps().getFirst().action();
  }

  private static String waitsFor(DrainStep step) {
    return ((DrainStep.Wait) step).why().code();
  }

  private static DrainIntent noted(DrainStep step) {
    return ((DrainStep.Note) step).next();
  }

  @Test
  void firstTheNodeTakesNoMoreTasks() {
    assertThat(action(next(Stage.ORDERED, Map.of())))
        .isEqualTo(new Action.SetAvailability("c", "c", 3, "active", "pause"));
  }

  @Test
  void thenWhatHasTasksThereIsRaisedAndThatIsWrittenDownFirst() {
    given.node("c", "ready", "pause").runs("web", "a", "c", "c");
    DrainStep step = next(Stage.CLEARING, Map.of());
    assertThat(action(step)).isEqualTo(new Action.SetReplicas("web", "web", 7, 3, 5));
    assertThat(((DrainStep.Act) step).ahead().surges()).isEqualTo(Map.of("web", TWO_MORE));
  }

  @Test
  void aServiceThatIsOnlyJustStartingIsNotMeasuredByWhatRunsOfIt() {
    given.node("c", "ready", "pause").runs("web", "a", "c").starts("web", "c");
    assertThat(waitsFor(next(Stage.CLEARING, Map.of()))).isEqualTo("TasksStarting");
  }

  @Test
  void whatWasWrittenDownAndNotDoneIsDone() {
    given.node("c", "ready", "pause").runs("web", "a", "c", "c");
    assertThat(action(next(Stage.CLEARING, Map.of("web", TWO_MORE))))
        .isEqualTo(new Action.SetReplicas("web", "web", 7, 3, 5));
  }

  @Test
  void theNodeIsNotDrainedBeforeEnoughRunElsewhere() {
    web.replicas(5);
    given.node("c", "ready", "pause").runs("web", "a", "b", "c", "c").starts("web", "b");
    assertThat(waitsFor(next(Stage.CLEARING, Map.of("web", TWO_MORE))))
        .isEqualTo("StartingElsewhere");
    given.runs("web", "b");
    assertThat(action(next(Stage.CLEARING, Map.of("web", TWO_MORE))))
        .isEqualTo(new Action.SetAvailability("c", "c", 3, "pause", "drain"));
  }

  @Test
  void aCountThatSomebodySetIsNotSetBack() {
    web.replicas(9);
    given.node("c", "ready", "pause").runs("web", "a", "b", "c", "c");
    assertThat(noted(next(Stage.CLEARING, Map.of("web", TWO_MORE))).surges()).isEmpty();
    given.node("c", "ready", "drain");
    given.node("c", "down", "drain");
    assertThat(waitsFor(next(Stage.CLEARING, Map.of("web", TWO_MORE)))).isEqualTo("Leaving");
  }

  @Test
  void whoeverMakesTheNodeActiveMeanwhileOverrulesTheDrain() {
    assertThat(noted(next(Stage.CLEARING, Map.of("web", TWO_MORE))).stage())
        .isEqualTo(Stage.RESTORING);
  }

  @Test
  void theCountComesDownOnlyWhenNoTaskIsStarting() {
    web.replicas(5);
    given.node("c", "ready", "drain").runs("web", "a", "a", "b").starts("web", "b");
    assertThat(waitsFor(next(Stage.CLEARING, Map.of("web", TWO_MORE)))).isEqualTo("TasksStarting");
  }

  @Test
  void whatFoundNoNodeIsNoReasonToWaitForSwarmEndsItFirst() {
    web.replicas(5);
    given.node("c", "ready", "drain").runs("web", "a", "a", "b").starts("web", "");
    given.starts("web", "");
    assertThat(action(next(Stage.CLEARING, Map.of("web", TWO_MORE))))
        .isEqualTo(new Action.SetReplicas("web", "web", 7, 5, 3));
  }

  @Test
  void itIsOverWhenTheLastTaskHasEnded() {
    given.node("c", "ready", "drain").runs("web", "a", "a", "b").ends("web", "c");
    assertThat(waitsFor(next(Stage.CLEARING, Map.of()))).isEqualTo("Ending");
    given.node("c", "down", "drain");
    assertThat(next(Stage.CLEARING, Map.of())).isInstanceOf(DrainStep.Done.class);
  }

  @Test
  void takenBackTheNodeComesFirstAndThenTheCounts() {
    web.replicas(5);
    given.node("c", "ready", "drain").runs("web", "a", "a", "b", "b", "b");
    assertThat(action(next(Stage.RESTORING, Map.of("web", TWO_MORE))))
        .isEqualTo(new Action.SetAvailability("c", "c", 3, "drain", "active"));
    given.node("c", "ready", "active");
    assertThat(action(next(Stage.RESTORING, Map.of("web", TWO_MORE))))
        .isEqualTo(new Action.SetReplicas("web", "web", 7, 5, 3));
  }

  @Test
  void aNodeThatLeftTheSwarmLeavesNoCountRaised() {
    Given others = Given.nodes("a", "b");
    others.service("web", 5);
    others.runs("web", "a", "a", "a", "b", "b");
    DrainStep step =
        DrainDecider.next(
            intent(Stage.CLEARING, Map.of("web", TWO_MORE)), others.facts(), Map.of());
    assertThat(action(step)).isEqualTo(new Action.SetReplicas("web", "web", 7, 5, 3));
  }
}
