package io.drover.placement.decide.quota;

import io.drover.core.decision.Action;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.QuotaResource;
import io.drover.core.quota.QuotaRoom;
import io.drover.core.quota.QuotaRules;
import io.drover.core.quota.QuotaUse;
import io.drover.core.quota.StackService;
import io.drover.placement.decide.quota.QuotaVerdict.ServicePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says how a stack stands with its quotas, and takes back what broke them where that was asked for:
 * one service at a time, the one that changed last first, for that may mend the rest.
 */
public final class QuotaDecider {
  /** So many times a service is given back what it had; who changes it again then means it. */
  public static final int MOST_RESTORES = 3;

  /** The time in which {@link #MOST_RESTORES} are counted. */
  public static final Duration RESTORES_COUNT = Duration.ofHours(1);

  /** The code of the reason for which something is too much. */
  public static final String EXCEEDED = "QuotaExceeded";

  private QuotaDecider() {}

  /** Decides. */
  public static QuotaVerdict decide(QuotaInput input) {
    List<ServicePlan> services = new ArrayList<>();
    boolean acts = false;
    for (Suspect suspect : input.suspects()) {
      Plan plan = acts ? waits(suspect) : plan(suspect, input);
      acts |= !plan.steps().isEmpty();
      services.add(new ServicePlan(suspect.service(), plan));
    }
    return new QuotaVerdict(Plan.nothing(stack(input)), services);
  }

  private static List<Reason> stack(QuotaInput input) {
    List<Reason> reasons = new ArrayList<>();
    for (QuotaUse use : QuotaRules.use(input.quotas(), input.facts())) {
      String quota = "quota " + use.quota().name();
      for (QuotaUse.Line line : use.lines()) {
        switch (line.state()) {
          case EXCEEDED -> reasons.add(of(EXCEEDED, quota + ": " + line.describe(), line));
          case TIGHT ->
              reasons.add(
                  of(
                      "QuotaTight",
                      "%s: %s, and updates may need %s more"
                          .formatted(quota, line.describe(), line.surge()),
                      line));
          case UNKNOWN -> reasons.add(of("QuotaUnknown", quota + ": " + line.describe(), line));
          case WITHIN -> {
            // Nothing to say.
          }
        }
        if (!line.undeclared().isEmpty()) {
          reasons.add(
              of(
                  QuotaRoom.UNDECLARED,
                  "%s: %s don't declare %s"
                      .formatted(
                          quota, String.join(", ", line.undeclared()), line.resource().key()),
                  line));
        }
      }
    }
    reasons.addAll(VolumeRules.tooLarge(input.volumes(), input.facts().limits()));
    return reasons.isEmpty()
        ? List.of(
            Reason.of(
                "WithinQuota",
                "stack %s is within its quotas and limits".formatted(input.facts().stack())))
        : reasons;
  }

  private static Reason of(String code, String text, QuotaUse.Line line) {
    return new Reason(
        code, text, Map.of("resource", line.resource().key(), "hard", line.hard().toString()));
  }

  private static Plan waits(Suspect suspect) {
    return nothing(suspect, "ChangedEarlier", "a service that changed later goes back first");
  }

  private static Plan plan(Suspect suspect, QuotaInput input) {
    return switch (suspect.doer()) {
      case DROVER ->
          nothing(
              suspect,
              "ByDrover",
              "Drover gave it that, having looked at the quota: another change broke it");
      case UNSURE ->
          nothing(suspect, "JournalAway", "whether Drover gave it that can't be told at present");
      case OUTSIDE -> byRule(suspect, input);
    };
  }

  private static Plan byRule(Suspect suspect, QuotaInput input) {
    return switch (suspect.rule()) {
      case REPORT ->
          nothing(
              suspect,
              "QuotaReported",
              "only told: drover.quota=strict on the service, or drover.io/quota: strict on the ResourceQuota, would take it back");
      case REJECTED -> nothing(suspect, "PolicyRejected", "its labels are wrong: it is left alone");
      case STRICT ->
          suspect.restored() >= MOST_RESTORES
              ? nothing(
                  suspect,
                  "QuotaGaveUp",
                  "given back what it had %d times within %d minutes: somebody means it, and it is left as it is"
                      .formatted(suspect.restored(), RESTORES_COUNT.toMinutes()))
              : takenBack(suspect, input);
    };
  }

  private static Plan takenBack(Suspect suspect, QuotaInput input) {
    ServiceView service = suspect.service().service();
    return switch (suspect.before()) {
      case Suspect.Before.State(StackService state) ->
          step(
              suspect,
              new Action.RestoreService(
                  service.id(), service.name(), service.version(), described(state)));
      case Suspect.Before.None none ->
          service.mode() instanceof ServiceView.Mode.Replicated(int replicas)
              ? lowered(suspect, replicas, input)
              : nothing(
                  suspect,
                  "QuotaNothingBefore",
                  "it is new and not replicated: it has no number of tasks that could be lowered");
    };
  }

  /**
   * A service that nobody knows from before has as many tasks as fit; none where it is too much.
   */
  private static Plan lowered(Suspect suspect, int replicas, QuotaInput input) {
    boolean perTask = suspect.took().stream().allMatch(line -> line.resource().isPerTask());
    int fits =
        perTask
            ? QuotaRoom.admitted(
                    input.quotas(),
                    input.facts(),
                    suspect.service(),
                    0,
                    replicas,
                    QuotaRoom.Surge.IGNORED)
                .tasks()
            : 0;
    ServiceView service = suspect.service().service();
    return fits == replicas
        ? nothing(suspect, "QuotaNothingLeft", "it has no task that could be taken away")
        : step(
            suspect,
            new Action.SetReplicas(
                service.id(), service.name(), service.version(), replicas, fits));
  }

  private static Plan step(Suspect suspect, Action action) {
    List<Reason> why = List.of(broke(suspect));
    return new Plan(List.of(new Plan.Step(action, why)), List.of(), why);
  }

  private static Plan nothing(Suspect suspect, String code, String text) {
    return Plan.nothing(List.of(broke(suspect), Reason.of(code, text)));
  }

  private static Reason broke(Suspect suspect) {
    String lines =
        suspect.took().stream().map(QuotaUse.Line::describe).collect(Collectors.joining("; "));
    return new Reason(
        "QuotaBroken",
        "its last change breaks the stack's quota: " + lines,
        Map.of(
            "resources",
            suspect.took().stream()
                .map(QuotaUse.Line::resource)
                .map(QuotaResource::key)
                .collect(Collectors.joining(","))));
  }

  private static String described(StackService state) {
    return "%d task%s with %s"
        .formatted(state.tasks(), state.tasks() == 1 ? "" : "s", Allotment.of(state.service()));
  }
}
