package io.drover.health.route.decide;

import io.drover.core.decision.Action.SetMembers;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Reading;
import io.drover.health.route.decide.Standing.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides what a backend's file is to say. nginx knows no draining by itself, but its reload is
 * one: its old workers finish what they have with the old list. Members keep their order, so that a
 * file only changes where its members do.
 */
public final class UpstreamPlanner {
  private UpstreamPlanner() {}

  /**
   * What the file is to become.
   *
   * @param file its content
   * @param plans the services' parts in the change, in their order; plans without steps where the
   *     file stays as it is for them
   */
  public record Result(UpstreamFile file, List<ServicePlan> plans) {
    public Result {
      plans = List.copyOf(plans);
    }
  }

  /** Decides. */
  public static Result plan(UpstreamInput input) {
    Map<Endpoint, String> before = input.now().members();
    Map<Endpoint, String> wanted = new LinkedHashMap<>();
    Map<String, List<Reason>> reasons = new LinkedHashMap<>();
    for (RoutedService service : input.services()) {
      reasons.put(service.id(), members(service, before, wanted));
    }
    Map<Endpoint, String> after = new LinkedHashMap<>();
    before.forEach(
        (at, options) -> {
          if (wanted.containsKey(at)) {
            after.put(at, wanted.get(at));
          } else if (input.leftAlone().contains(at) || input.leftAlone().contains(at.atAnyPort())) {
            after.put(at, options);
          }
        });
    wanted.forEach(after::putIfAbsent);
    return new Result(new UpstreamFile(after), plans(input, before, after, reasons));
  }

  private static List<Reason> members(
      RoutedService service, Map<Endpoint, String> before, Map<Endpoint, String> wanted) {
    String options =
        UpstreamFile.options(service.policy().weight(), service.policy().maxConnections());
    List<Reason> reasons = new ArrayList<>();
    for (Standing standing : service.standings()) {
      Place place = standing.place();
      boolean news =
          switch (place) {
            case IN -> standing.why().code().equals("CheckerCutOff");
            case STAY -> !(standing.task().health() instanceof Health.Pending);
            case DRAIN -> standing.task().isWanted();
            case OUT -> false;
          };
      if (news) {
        reasons.add(TaskReason.of(standing));
      }
      switch (standing.task().endpoint()) {
        case Reading.Known<Endpoint>(Endpoint at, var when) -> {
          if (place == Place.IN || (place == Place.STAY && before.containsKey(at))) {
            wanted.put(at, options);
          }
        }
        case Reading.Unknown<Endpoint>(String why) -> {
          if (place == Place.IN || place == Place.STAY) {
            reasons.add(TaskReason.of(standing.task(), "NoAddress", why));
          }
        }
      }
    }
    return reasons;
  }

  /** Each change is put down to the service whose task it is; what is nobody's, to the first. */
  private static List<ServicePlan> plans(
      UpstreamInput input,
      Map<Endpoint, String> before,
      Map<Endpoint, String> after,
      Map<String, List<Reason>> reasons) {
    List<Endpoint> joining = new ArrayList<>(after.keySet());
    joining.removeAll(before.keySet());
    List<Endpoint> leaving = new ArrayList<>(before.keySet());
    leaving.removeAll(after.keySet());
    boolean adjusted =
        before.keySet().stream()
            .anyMatch(at -> after.containsKey(at) && !after.get(at).equals(before.get(at)));
    List<ServicePlan> plans = new ArrayList<>();
    for (RoutedService service : input.services()) {
      boolean first = plans.isEmpty();
      List<Endpoint> own =
          service.standings().stream().flatMap(standing -> known(standing).stream()).toList();
      List<Endpoint> others =
          input.services().stream()
              .filter(other -> !other.id().equals(service.id()))
              .flatMap(other -> other.standings().stream())
              .flatMap(standing -> known(standing).stream())
              .toList();
      List<String> in = joining.stream().filter(own::contains).map(Endpoint::toString).toList();
      List<String> out =
          leaving.stream()
              .filter(at -> own.contains(at) || (first && !others.contains(at)))
              .map(Endpoint::toString)
              .toList();
      List<Plan.Step> steps = new ArrayList<>();
      if (!in.isEmpty() || !out.isEmpty() || (first && (adjusted || !input.written()))) {
        steps.add(
            new Plan.Step(
                new SetMembers(
                    service.id(), service.name(), input.balancer(), input.backend(), in, out),
                why(service, in, out)));
      }
      plans.add(
          new ServicePlan(
              service.id(),
              service.name(),
              service.observing(),
              new Plan(steps, List.of(), reasons.get(service.id()))));
    }
    return plans;
  }

  private static List<Reason> why(RoutedService service, List<String> in, List<String> out) {
    List<Reason> reasons = new ArrayList<>();
    for (Standing standing : service.standings()) {
      boolean changes =
          known(standing).stream()
              .map(Endpoint::toString)
              .anyMatch(at -> in.contains(at) || out.contains(at));
      if (changes) {
        reasons.add(TaskReason.of(standing));
      }
    }
    if (reasons.isEmpty()) {
      reasons.add(
          out.isEmpty()
              ? Reason.of("PolicyChanged", "the file is missing, or says another weight or limit")
              : Reason.of("TaskGone", "no task of a routed service has this address"));
    }
    return reasons;
  }

  private static List<Endpoint> known(Standing standing) {
    return standing.task().endpoint() instanceof Reading.Known<Endpoint>(Endpoint at, var when)
        ? List.of(at)
        : List.of();
  }
}
