package io.drover.health.route.decide;

import io.drover.core.decision.Action.MemberChange;
import io.drover.core.decision.Action.SetMember;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Reading;
import io.drover.health.route.decide.Standing.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what becomes of a backend's slots. A task is known by its address, so it keeps its slot
 * without anybody's memory, also after a restart of Drover; HAProxy's restart shows as slots that
 * are empty again. Newcomers are put in before others are drained.
 */
public final class SlotPlanner {
  private final SlotInput input;
  private final Map<Endpoint, Slot> byEndpoint = new LinkedHashMap<>();
  private final Map<String, Steps> steps = new LinkedHashMap<>();
  private final Deque<Slot> free = new ArrayDeque<>();

  /** What is found for one service: first what comes in, then what goes. */
  private static final class Steps {
    private final List<Plan.Step> in = new ArrayList<>();
    private final List<Plan.Step> out = new ArrayList<>();
    private final List<Reason> reasons = new ArrayList<>();
    private int without;

    private Plan plan() {
      List<Plan.Step> all = new ArrayList<>(in);
      all.addAll(out);
      return new Plan(all, List.of(), reasons);
    }
  }

  private SlotPlanner(SlotInput input) {
    this.input = input;
  }

  /**
   * The plans of all services of the backend, in their order; last, under no id, what belongs to no
   * service any more, if anything does.
   */
  public static List<ServicePlan> plan(SlotInput input) {
    return new SlotPlanner(input).plan();
  }

  private List<ServicePlan> plan() {
    for (Slot slot : input.slots()) {
      // Of two slots with the same address, the one in use counts.
      byEndpoint.merge(slot.endpoint(), slot, (a, b) -> !a.isTaken() && b.isTaken() ? b : a);
    }
    findFree();
    for (RoutedService service : input.services()) {
      Steps own = steps.computeIfAbsent(service.id(), id -> new Steps());
      service.standings().forEach(standing -> place(service, standing, own));
      sayTooFew(own);
    }
    List<ServicePlan> plans = new ArrayList<>();
    for (RoutedService service : input.services()) {
      plans.add(
          new ServicePlan(
              service.id(), service.name(), service.observing(), steps.get(service.id()).plan()));
    }
    List<Plan.Step> leftovers = leftovers();
    if (!leftovers.isEmpty()) {
      plans.add(
          new ServicePlan(
              "",
              input.backend(),
              // Who only looks on may find somebody else's servers there.
              input.services().stream().anyMatch(RoutedService::observing),
              new Plan(leftovers, List.of(), List.of())));
    }
    return plans;
  }

  private void findFree() {
    Set<Endpoint> spokenFor = new HashSet<>(input.leftAlone());
    for (RoutedService service : input.services()) {
      service.standings().stream()
          .filter(standing -> standing.place() != Place.OUT)
          .forEach(s -> known(s).ifPresent(spokenFor::add));
    }
    for (Slot slot : input.slots()) {
      boolean kept =
          spokenFor.contains(slot.endpoint()) && byEndpoint.get(slot.endpoint()).equals(slot);
      if (!slot.isTaken() && !kept) {
        free.add(slot);
      }
    }
  }

  private static Optional<Endpoint> known(Standing standing) {
    return standing.task().endpoint() instanceof Reading.Known<Endpoint>(Endpoint at, var when)
        ? Optional.of(at)
        : Optional.empty();
  }

  private void place(RoutedService service, Standing standing, Steps own) {
    if (standing.task().endpoint() instanceof Reading.Unknown<Endpoint>(String why)) {
      if (standing.place() == Place.IN || standing.place() == Place.STAY) {
        own.reasons.add(TaskReason.of(standing.task(), "NoAddress", why));
      }
      return;
    }
    Endpoint at = known(standing).orElseThrow();
    Slot slot = byEndpoint.get(at);
    switch (standing.place()) {
      case IN -> in(service, standing, at, slot, own);
      case STAY -> {
        // Every newcomer waits for its first check: that is no news.
        if (!(standing.task().health() instanceof Health.Pending)) {
          own.reasons.add(TaskReason.of(standing));
        }
      }
      case DRAIN -> {
        // That a task stops is said with the step, and is nothing to worry about.
        if (standing.task().isWanted()) {
          own.reasons.add(TaskReason.of(standing));
        }
        if (slot != null && slot.state() == Slot.State.READY) {
          own.out.add(step(service, slot, at, MemberChange.DRAIN, standing.why()));
        }
      }
      case OUT -> {
        if (slot != null && slot.isTaken() && !isAnothers(at, standing)) {
          own.out.add(step(service, slot, at, MemberChange.TAKE_OUT, standing.why()));
        }
      }
    }
  }

  /** An address is given to a new task soon after the old one ended. */
  private boolean isAnothers(Endpoint at, Standing ended) {
    return input.services().stream()
        .flatMap(service -> service.standings().stream())
        .filter(other -> other != ended && other.place() != Place.OUT)
        .anyMatch(other -> known(other).filter(at::equals).isPresent());
  }

  private void in(RoutedService service, Standing standing, Endpoint at, Slot kept, Steps own) {
    if (standing.why().code().equals("CheckerCutOff")) {
      own.reasons.add(standing.why());
    }
    if (kept != null && kept.state() == Slot.State.READY) {
      boolean same =
          (input.weightsFixed() || kept.weight() == service.policy().weight())
              && (service.policy().maxConnections() == 0
                  || kept.maxConnections() == service.policy().maxConnections());
      if (!same) {
        Reason changed =
            new Reason(
                "PolicyChanged",
                "weight %d and maxconn %d are to be %d and %d"
                    .formatted(
                        kept.weight(),
                        kept.maxConnections(),
                        service.policy().weight(),
                        service.policy().maxConnections()),
                Map.of());
        own.in.add(step(service, kept, at, MemberChange.ADJUST, changed));
      }
      return;
    }
    Slot slot = kept != null ? kept : free.poll();
    if (slot == null) {
      own.without++;
    } else {
      own.in.add(step(service, slot, at, MemberChange.PUT_IN, standing.why()));
    }
  }

  private void sayTooFew(Steps own) {
    if (own.without > 0) {
      own.reasons.add(
          new Reason(
              "TooFewSlots",
              "%d tasks find no free slot among the %d of backend %s: give its server-template more"
                  .formatted(own.without, input.slots().size(), input.backend()),
              Map.of("without", "" + own.without, "slots", "" + input.slots().size())));
    }
  }

  private List<Plan.Step> leftovers() {
    Set<Endpoint> known = new HashSet<>(input.leftAlone());
    input.services().stream()
        .flatMap(service -> service.standings().stream())
        .forEach(standing -> known(standing).ifPresent(known::add));
    List<Plan.Step> leftovers = new ArrayList<>();
    for (Slot slot : input.slots()) {
      boolean twice = !byEndpoint.get(slot.endpoint()).equals(slot);
      boolean stays =
          known.contains(slot.endpoint()) || known.contains(slot.endpoint().atAnyPort());
      if (slot.isTaken() && (twice || !stays)) {
        Reason why =
            twice
                ? Reason.of("SlotTwice", "another slot has the same address")
                : Reason.of("TaskGone", "no task of a routed service has this address");
        leftovers.add(
            new Plan.Step(
                new SetMember(
                    "",
                    input.backend(),
                    input.balancer(),
                    input.backend(),
                    slot.name(),
                    slot.endpoint().toString(),
                    MemberChange.TAKE_OUT,
                    slot.weight(),
                    slot.maxConnections()),
                List.of(why)));
      }
    }
    return leftovers;
  }

  private Plan.Step step(
      RoutedService service, Slot slot, Endpoint at, MemberChange change, Reason why) {
    return new Plan.Step(
        new SetMember(
            service.id(),
            service.name(),
            input.balancer(),
            input.backend(),
            slot.name(),
            at.toString(),
            change,
            service.policy().weight(),
            service.policy().maxConnections()),
        List.of(why));
  }
}
