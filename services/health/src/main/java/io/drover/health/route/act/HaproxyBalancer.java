package io.drover.health.route.act;

import io.drover.core.decision.Action;
import io.drover.core.decision.Action.SetMember;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.health.route.decide.RoutedService;
import io.drover.health.route.decide.ServicePlan;
import io.drover.health.route.decide.Slot;
import io.drover.health.route.decide.SlotInput;
import io.drover.health.route.decide.SlotPlanner;
import io.drover.health.route.observe.HaproxyView;
import io.drover.health.route.observe.RouteRound;
import io.drover.health.route.record.BalancerStatus;
import io.drover.health.route.record.RouteBoard;
import io.drover.health.route.record.RouteLog;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;

/** One HAProxy, by its runtime API. */
public final class HaproxyBalancer implements Balancer {
  private static final String STATIC_ALGORITHM = "static LB algorithm";

  /** So begins or ends what HAProxy says when it took an address. */
  private static final String ADDRESS_TAKEN = "by 'stats socket command'";

  private final String name;
  private final HaproxyApi api;
  private final String slots;
  private final RouteLog log;
  private final RouteBoard board;
  private final Reactions reactions;
  private final BooleanSupplier mayAct;
  private final Set<String> weightsFixed = new HashSet<>();
  private final Refusals refusals = new Refusals();
  private String process = "";

  /**
   * The HAProxy at this address.
   *
   * @param slots servers of this name and a number are slots
   * @param mayAct asked before each step: whether the lease holds for as long as a step takes
   */
  public HaproxyBalancer(
      String name,
      SocketAddress address,
      Duration timeout,
      String slots,
      RouteLog log,
      RouteBoard board,
      Reactions reactions,
      BooleanSupplier mayAct) {
    this.name = name;
    this.api = new HaproxyApi(address, timeout);
    this.slots = slots;
    this.log = log;
    this.board = board;
    this.reactions = reactions;
    this.mayAct = mayAct;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void reconcile(RouteRound round) throws IOException {
    HaproxyView view = view();
    if (!view.process().equals(process)) {
      process = view.process();
      weightsFixed.clear();
      refusals.clear();
    }
    SortedMap<String, List<RoutedService>> backends = round.backends();
    Map<String, List<String>> notes = new HashMap<>();
    boolean acted = false;
    for (var backend : backends.entrySet()) {
      acted |= reconcile(round, backend.getKey(), backend.getValue(), view, notes);
    }
    for (String nobodys : view.backends().keySet()) {
      if (!backends.containsKey(nobodys)) {
        acted |= reconcile(round, nobodys, List.of(), view, notes);
      }
    }
    // What operators are shown is what HAProxy has now, not what it had.
    HaproxyView after = acted ? view() : view;
    board.put(new BalancerStatus(name, round.at(), "", after.backends(), notes));
  }

  private HaproxyView view() throws IOException {
    try {
      return HaproxyView.parse(api.ask(HaproxyView.COMMAND), slots);
    } catch (IllegalArgumentException other) {
      throw new IOException(other.getMessage(), other);
    }
  }

  private boolean reconcile(
      RouteRound round,
      String backend,
      List<RoutedService> services,
      HaproxyView view,
      Map<String, List<String>> notes) {
    List<Slot> found = view.backends().getOrDefault(backend, List.of());
    List<ServicePlan> plans =
        found.isEmpty()
            ? services.stream().map(service -> without(service, view)).toList()
            : SlotPlanner.plan(
                new SlotInput(
                    name,
                    backend,
                    services,
                    found,
                    round.leftAlone(),
                    weightsFixed.contains(backend)));
    List<String> said = new ArrayList<>();
    boolean acted = false;
    for (ServicePlan wanted : plans) {
      Plan plan = refusals.apply(log.guard(wanted, round), round.at());
      List<Outcome> outcomes = act(plan, round.at());
      acted |= !outcomes.isEmpty();
      reactions.note(name, services, plan, outcomes);
      log.record(round, name, backend, wanted, plan, outcomes);
      said.addAll(RouteLog.notes(plan, outcomes));
    }
    notes.put(backend, said);
    return acted;
  }

  private ServicePlan without(RoutedService service, HaproxyView view) {
    String backend = service.policy().backend();
    Reason why =
        view.backends().containsKey(backend)
            ? Reason.of(
                "NoSlots",
                "backend %s of %s has no server named %s<number>: give it a server-template"
                    .formatted(backend, name, slots))
            : Reason.of("NoBackend", "%s has no backend %s with servers".formatted(name, backend));
    return new ServicePlan(
        service.id(), service.name(), service.observing(), Plan.nothing(List.of(why)));
  }

  /** One slot that can't be set is no reason to leave the others; a HAProxy that is gone is. */
  private List<Outcome> act(Plan plan, Instant now) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Plan.Step step : plan.steps()) {
      if (!mayAct.getAsBoolean()) {
        outcomes.add(
            new Outcome.Failed(Outcome.Kind.UNAVAILABLE, "the lease was lost before acting"));
        return outcomes;
      }
      Action action = step.action();
      try {
        Outcome outcome = set((SetMember) action);
        refusals.note(action, outcome, now);
        outcomes.add(outcome);
      } catch (IOException gone) {
        outcomes.add(new Outcome.Failed(Outcome.Kind.UNAVAILABLE, name + ": " + gone.getMessage()));
        return outcomes;
      }
    }
    return outcomes;
  }

  private Outcome set(SetMember set) throws IOException {
    String server = set.backend() + "/" + set.slot();
    return switch (set.change()) {
      case PUT_IN -> {
        int colon = set.address().lastIndexOf(':');
        String host = set.address().substring(0, colon).replaceAll("[\\[\\]]", "");
        String port = set.address().substring(colon + 1);
        String taken = api.ask("set server %s addr %s port %s".formatted(server, host, port));
        if (!taken.contains(ADDRESS_TAKEN)) {
          yield refused(taken);
        }
        Outcome adjusted = adjust(set, server);
        // With another weight than asked for it is still better in than out.
        yield adjusted instanceof Outcome.Applied ? state(server, "ready", adjusted) : adjusted;
      }
      case ADJUST -> adjust(set, server);
      case DRAIN -> state(server, "drain", new Outcome.Applied(""));
      case TAKE_OUT -> state(server, "maint", new Outcome.Applied(""));
    };
  }

  private Outcome adjust(SetMember set, String server) throws IOException {
    String note = "";
    if (!weightsFixed.contains(set.backend())) {
      String weight = api.ask("set server %s weight %d".formatted(server, set.weight())).strip();
      if (weight.contains(STATIC_ALGORITHM)) {
        weightsFixed.add(set.backend());
        note = "its weight stays as it is: " + weight;
      } else if (!weight.isEmpty()) {
        return refused(weight);
      }
    }
    if (set.maxConnections() == 0) {
      // Without a label the limit is what HAProxy's own configuration says.
      return new Outcome.Applied(note);
    }
    String limit = api.ask("set maxconn server %s %d".formatted(server, set.maxConnections()));
    return limit.isBlank() ? new Outcome.Applied(note) : refused(limit);
  }

  private Outcome state(String server, String state, Outcome done) throws IOException {
    String answer = api.ask("set server %s state %s".formatted(server, state));
    return answer.isBlank() ? done : refused(answer);
  }

  private Outcome refused(String answer) {
    return new Outcome.Failed(Outcome.Kind.REJECTED, name + ": " + answer.strip());
  }
}
