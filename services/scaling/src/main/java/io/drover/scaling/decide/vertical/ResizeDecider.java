package io.drover.scaling.decide.vertical;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;
import io.drover.core.model.Resources;
import io.drover.core.model.Share;
import io.drover.core.policy.ResizePolicy.Mode;
import io.drover.core.policy.ResizePolicy.Values;
import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.vertical.VerticalResult.Change;
import io.drover.scaling.decide.vertical.VerticalResult.Estimate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides the size of one service's tasks: what the recommender says, where the updater would act
 * on it. Unlike there, nothing is done about a resource that was not measured yet, or that the
 * service is scaled out by; memory stays above what tasks need now; what did a service no good is
 * taken back. A service of one task is resized too: how its tasks are replaced is what its {@code
 * update_config} says.
 */
public final class ResizeDecider {
  /** How soon after its start a task must be killed for its service to be resized at once. */
  private static final Duration QUICK_OOM = Duration.ofMinutes(10);

  /** Numbers of a step's reason from which {@link LastResize} is made again. */
  static final String KILLS_BEFORE = "oomKillsBefore";

  static final String THROTTLED_BEFORE = "throttledBefore";

  private ResizeDecider() {}

  /** Decides; the same input always gives the same verdict. */
  public static ResizeVerdict decide(ResizeInput in) {
    List<Reason> notes = new ArrayList<>();
    Set<ResourceKind> resources = measured(in, uncontested(in, notes), notes);
    Optional<Plan> back = TakeBack.of(in);
    if (in.policy().mode() == Mode.OFF || resources.isEmpty()) {
      return new ResizeVerdict(back.orElseGet(() -> Plan.nothing(notes)), new Estimate.None());
    }
    Estimate.Known estimate =
        VerticalRecommender.estimate(VerticalPolicy.of(in.policy(), resources), in.demand());
    return new ResizeVerdict(
        back.orElseGet(() -> update(in, resources, estimate, notes)), estimate);
  }

  private static Plan update(
      ResizeInput in, Set<ResourceKind> measured, Estimate.Known estimate, List<Reason> notes) {
    Floors floors = Floors.of(in);
    Set<ResourceKind> resources = EnumSet.copyOf(measured);
    Optional<Bytes> most = in.policy().max().memory();
    if (floors.isAbove(estimate) && most.isPresent() && floors.reservation() > most.get().value()) {
      resources.remove(ResourceKind.MEMORY);
      notes.add(
          Reason.of(
              "FloorAboveMaximum",
              "memory stays as it is: tasks need %s, more than the policy's maximum %s"
                  .formatted(Bytes.of(floors.reservation()), most.get())));
    }
    if (resources.isEmpty()) {
      return Plan.nothing(notes);
    }
    VerticalPolicy policy = VerticalPolicy.of(in.policy(), resources);
    Estimate.Known wanted = VerticalRecommender.estimate(policy, in.demand());
    if (floors.isAbove(wanted)) {
      notes.add(floors.why());
    }
    VerticalUpdate update = VerticalUpdate.of(policy, present(in), floors.under(wanted));
    String text =
        VerticalText.explain(
            estimate, in.demand().samples(), in.demand().confidence(), update.why());
    Map<String, String> numbers = numbers(in, estimate);
    return switch (update.change()) {
      case Change.Leave leave -> nothing(new Reason("SizeUnchanged", text, numbers), notes);
      case Change.Apply apply -> {
        boolean limitsFollow = in.policy().values() == Values.REQUESTS_AND_LIMITS;
        if (limitsFollow && floors.isAbove(apply) && !floors.isAbove(wanted)) {
          notes.add(floors.why());
        }
        Allotment to =
            new Allotment(
                apply.reservations().resources(),
                limitsFollow ? floors.under(apply).limits().resources() : Resources.NONE);
        yield apply(in, to, new Reason("Resize", text, numbers), notes);
      }
    };
  }

  private static Set<ResourceKind> uncontested(ResizeInput in, List<Reason> notes) {
    Set<ResourceKind> left = EnumSet.noneOf(ResourceKind.class);
    for (ResourceKind resource : in.policy().resources()) {
      if (in.policy().mode().applies() && in.scaledOut().contains(resource)) {
        String name = name(resource);
        notes.add(
            Reason.of(
                "ConflictWithHorizontal",
                "%s is left alone: the service is scaled out by its %s in percent of the reservation, which both would move"
                    .formatted(name, name)));
      } else {
        left.add(resource);
      }
    }
    return left;
  }

  private static Set<ResourceKind> measured(
      ResizeInput in, Set<ResourceKind> resources, List<Reason> notes) {
    Set<ResourceKind> left = EnumSet.noneOf(ResourceKind.class);
    for (ResourceKind resource : resources) {
      if (in.demand().target().of(resource).isPresent()) {
        left.add(resource);
      } else {
        notes.add(
            Reason.of(
                "NotMeasured", "there is no sample of its tasks' " + name(resource) + " yet"));
      }
    }
    return left;
  }

  private static VerticalUpdate.Present present(ResizeInput in) {
    Duration oldest =
        in.tasks().stream()
            .map(task -> Duration.between(task.since(), in.now()))
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    Duration known = in.demand().knownFor();
    Instant lastTouched = in.last() instanceof LastResize.Resized last ? last.at() : Instant.MIN;
    return new VerticalUpdate.Present(
        Amounts.of(in.service().reservations()),
        Amounts.of(in.service().limits()),
        // Young knowledge of old tasks is young.
        oldest.compareTo(known) < 0 ? oldest : known,
        in.strain().killedWithin(QUICK_OOM, lastTouched),
        in.idle());
  }

  private static Plan apply(ResizeInput in, Allotment to, Reason why, List<Reason> notes) {
    Allotment now = Allotment.of(in.service());
    if (now.covers(to)) {
      return nothing(why, notes);
    }
    List<Reason> reasons = new ArrayList<>(notes);
    reasons.addFirst(why);
    Reason before = before(in);
    List<Plan.Step> steps = new ArrayList<>();
    for (Action action : actions(in, now, to)) {
      steps.add(new Plan.Step(action, List.of(why, before)));
    }
    Plan plan = new Plan(steps, List.of(), reasons);
    return in.last() instanceof LastResize.TakenBack back && in.now().isBefore(back.until())
        ? plan.hold(
            Reason.of(
                "LeftAlone",
                "left alone until %s, since the last resize was taken back: %s"
                    .formatted(back.until(), back.why())))
        : plan;
  }

  /** In place while no window is open; in one the tasks are replaced anyway. */
  private static List<Action> actions(ResizeInput in, Allotment now, Allotment to) {
    List<Action> actions = new ArrayList<>();
    boolean open =
        in.policy().windows().stream().anyMatch(window -> window.openAt(in.now()).isPresent());
    if (in.policy().mode() == Mode.IN_PLACE && !open) {
      actions.addAll(InPlace.steps(in, to.limits()));
    }
    actions.add(
        new Action.ResizeService(
            in.service().id(), in.service().name(), in.service().version(), now, to));
    return actions;
  }

  private static Reason before(ResizeInput in) {
    Strain.Level before =
        in.strain().between(in.now().minus(LastResize.WATCHED_FOR), in.now(), Instant.MIN);
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put(KILLS_BEFORE, "" + before.kills());
    String throttled = "";
    if (before.throttled() instanceof Reading.Known<Share>(Share share, var at)) {
      numbers.put(THROTTLED_BEFORE, share.toString());
      throttled = ", throttled " + share + " of the time";
    }
    return new Reason(
        "BeforeResize",
        "in the %d minutes before: %d tasks killed for want of memory%s"
            .formatted(LastResize.WATCHED_FOR.toMinutes(), before.kills(), throttled),
        numbers);
  }

  private static Plan nothing(Reason first, List<Reason> others) {
    List<Reason> reasons = new ArrayList<>(others);
    reasons.addFirst(first);
    return Plan.nothing(reasons);
  }

  private static Map<String, String> numbers(ResizeInput in, Estimate.Known estimate) {
    Map<String, String> numbers = new LinkedHashMap<>();
    for (ResourceKind resource : estimate.target().byResource().keySet()) {
      String name = name(resource);
      estimate.target().of(resource).ifPresent(amount -> numbers.put(name + "Target", "" + amount));
      Amounts.of(in.service().reservations())
          .of(resource)
          .ifPresent(amount -> numbers.put(name + "Reserved", "" + amount));
    }
    numbers.put("samples", "" + in.demand().samples());
    numbers.put("days", String.format(Locale.ROOT, "%.2f", in.demand().confidence()));
    return numbers;
  }

  private static String name(ResourceKind resource) {
    return resource.name().toLowerCase(Locale.ROOT);
  }
}
