package io.drover.placement.decide.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.placement.decide.plan.PlanResult.Unplaced;
import io.drover.placement.decide.plan.PlanService.Count;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds of every plan; the seed is in the message of a failure. */
class PlannerPropertyTest {
  private static final int CASES = 1_500;

  private static void forAll(int cases, Consumer<SplittableRandom> property) {
    for (long seed = 0; seed < cases; seed++) {
      try {
        property.accept(new SplittableRandom(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void theNaivePlannerComesToTheSame() {
    forAll(
        CASES,
        random -> {
          PlanInput input = new RandomCluster(random).plain();
          PlanResult plan = Planner.plan(input);
          NaivePlan naive = new NaivePlan(input);
          assertThat(
                  plan.unplaced().stream()
                      .collect(Collectors.toMap(Unplaced::service, Unplaced::count)))
              .isEqualTo(naive.unplaced());
          for (PlanService service : input.services()) {
            assertThat(Given.counts(plan, service.name()))
                .as(service.name())
                .isEqualTo(naive.counts(service.name()));
          }
        });
  }

  @Test
  void noNodeGivesMoreThanItHas() {
    forAll(
        CASES,
        random -> {
          PlanResult plan = Planner.plan(new RandomCluster(random).full());
          for (PlanResult.NodeUse use : plan.nodes()) {
            Amounts offers = use.node().offers();
            assertThat(use.reserved().cpu()).isLessThanOrEqualTo(offers.cpu());
            assertThat(use.reserved().memory()).isLessThanOrEqualTo(offers.memory());
            if (use.node().untold().isEmpty()) {
              assertThat(use.reserved().iops()).isLessThanOrEqualTo(offers.iops());
              assertThat(use.reserved().bandwidth()).isLessThanOrEqualTo(offers.bandwidth());
            }
            use.reserved()
                .generic()
                .forEach(
                    (kind, amount) ->
                        assertThat(amount)
                            .isLessThanOrEqualTo(offers.generic().getOrDefault(kind, 0L)));
          }
        });
  }

  @Test
  void everyTaskHasANodeOrAReasonForEachNode() {
    forAll(
        CASES,
        random -> {
          PlanInput input = new RandomCluster(random).full();
          PlanResult plan = Planner.plan(input);
          Map<String, Integer> found = new HashMap<>();
          plan.assignments().forEach(one -> found.merge(one.service(), 1, Integer::sum));
          plan.unplaced().forEach(one -> found.merge(one.service(), one.count(), Integer::sum));
          for (PlanService service : input.services()) {
            if (service.count() instanceof Count.Replicated(int replicas)) {
              assertThat(found.getOrDefault(service.name(), 0)).isEqualTo(replicas);
            }
          }
          for (Unplaced unplaced : plan.unplaced()) {
            boolean global = unplaced.refusals().size() < input.nodes().size();
            List<String> refused = unplaced.refusals().stream().map(Refusal::node).toList();
            assertThat(refused).doesNotHaveDuplicates();
            assertThat(global ? unplaced.count() : input.nodes().size()).isEqualTo(refused.size());
          }
        });
  }

  @Test
  void taskNumbersAreOneToTheCount() {
    forAll(
        CASES,
        random -> {
          PlanResult plan = Planner.plan(new RandomCluster(random).full());
          Map<String, List<Integer>> numbers =
              plan.assignments().stream()
                  .collect(
                      Collectors.groupingBy(
                          PlanResult.Assignment::service,
                          Collectors.mapping(PlanResult.Assignment::task, Collectors.toList())));
          numbers.values().forEach(some -> assertThat(some).doesNotHaveDuplicates());
        });
  }

  @Test
  void theSameInputMakesTheSamePlan() {
    forAll(
        500,
        random -> {
          PlanInput input = new RandomCluster(random).full();
          assertThat(Planner.plan(input)).isEqualTo(Planner.plan(input));
          assertThat(Planner.losses(input)).isEqualTo(Planner.losses(input));
        });
  }

  @Test
  void moreRoomNeverPlacesFewerTasksOfOneService() {
    forAll(
        CASES,
        random -> {
          PlanInput input = new RandomCluster(random).full();
          PlanInput one =
              new PlanInput(input.nodes(), List.of(input.services().getFirst()), List.of());
          int before = Planner.plan(one).assignments().size();
          PlanNode first = one.nodes().getFirst();
          Amounts offers = first.offers();
          PlanNode larger =
              first.offering(
                  offers.with(offers.cpu().plus(offers.cpu())).withIops(offers.iops() + 1000));
          List<PlanNode> nodes = new java.util.ArrayList<>(one.nodes());
          nodes.set(0, larger);
          PlanInput roomier = new PlanInput(nodes, one.services(), List.of());
          assertThat(Planner.plan(roomier).assignments().size()).isGreaterThanOrEqualTo(before);
        });
  }

  @Test
  void whatANodesLossLeavesHomelessIsNoMoreThanItHad() {
    forAll(
        CASES,
        random -> {
          PlanInput input = new RandomCluster(random).full();
          PlanResult plan = Planner.plan(input);
          Planner.losses(input)
              .forEach(
                  (node, loss) ->
                      loss.homeless()
                          .forEach(
                              homeless ->
                                  assertThat(homeless.count())
                                      .isLessThanOrEqualTo(
                                          Given.counts(plan, homeless.service()).get(node))));
          // Trying a loss out leaves no trace: the plan is the same after as before.
          PlanRun run = new PlanRun(input);
          PlanResult before = run.result();
          run.losses();
          assertThat(run.result()).isEqualTo(before);
        });
  }

  @Test
  void aLossIsWhatAPlanWithTheRestStandingSays() {
    forAll(
        1_000,
        random -> {
          PlanInput input = new RandomCluster(random).plain();
          PlanResult plan = Planner.plan(input);
          if (!plan.fits()) {
            return;
          }
          Map<String, PlanService> services =
              input.services().stream().collect(Collectors.toMap(PlanService::name, s -> s));
          List<StandingTask> standing =
              plan.assignments().stream()
                  .map(
                      one ->
                          new StandingTask(
                              "",
                              one.service(),
                              one.task(),
                              one.node(),
                              services.get(one.service()).reservation(),
                              services.get(one.service()).rules().ports(),
                              true))
                  .toList();
          PlanInput stood = new PlanInput(input.nodes(), input.services(), standing);
          Planner.losses(input)
              .forEach(
                  (node, loss) ->
                      assertThat(loss.survives())
                          .as(node)
                          .isEqualTo(Planner.plan(stood.without(List.of(node))).fits()));
        });
  }
}
