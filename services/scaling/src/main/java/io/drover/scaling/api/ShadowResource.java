package io.drover.scaling.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.MalformedValueException;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.ServicePolicy;
import io.drover.journal.DecisionQuery;
import io.drover.journal.Journal;
import io.drover.journal.Position;
import io.drover.journal.StoredDecision;
import io.drover.journal.api.Since;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.drover.runtime.wiring.Suite;
import io.drover.scaling.ScalingConfig;
import io.drover.scaling.decide.ScalingSettings;
import io.drover.scaling.decide.shadow.Divergence;
import io.drover.scaling.decide.shadow.ReplicaRun;
import io.drover.scaling.decide.shadow.ServiceRules;
import io.drover.scaling.decide.shadow.ShadowReplay;
import io.drover.scaling.decide.shadow.ShadowReport;
import io.drover.scaling.observe.PolicyBook;
import io.drover.scaling.record.DecisionLog;
import io.drover.scaling.record.ReplicaTrack;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * What would have happened to services' replicas had their rules been followed, against what did.
 * The rules are those of now; what the metrics asked for is what was recorded.
 */
@Path("/v1/shadow")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
public final class ShadowResource {
  /** Of so many services at once it is in memory what they had. */
  private static final int AT_ONCE = 10;

  private static final int EXPLAINED = 5;

  private final ReplicaTrack track;
  private final PolicyBook policies;
  private final Journal journal;
  private final Suite suite;
  private final ScalingSettings settings;
  private final ScalingConfig config;
  private final TimeSource time;

  /** The report on this track. */
  public ShadowResource(
      ReplicaTrack track,
      PolicyBook policies,
      Journal journal,
      Suite suite,
      ScalingSettings settings,
      ScalingConfig config,
      TimeSource time) {
    this.track = track;
    this.policies = policies;
    this.journal = journal;
    this.suite = suite;
    this.settings = settings;
    this.config = config;
    this.time = time;
  }

  /**
   * All services that have rules, by name, or one with particulars.
   *
   * @param service full name of the one, or empty text
   * @param since a time, or how long ago
   */
  @GET
  @RunOnVirtualThread
  @Operation(summary = "Replicas that services would have had against those they had")
  public String report(
      @QueryParam("service") @DefaultValue("") String service,
      @QueryParam("since") @DefaultValue("24h") String since) {
    Instant now = time.now().wall();
    Instant from = since(since, now);
    List<PolicyBook.Governed> services = services(service);
    ShadowAnswer answer = new ShadowAnswer();
    String missing = "";
    for (int i = 0; i < services.size(); i += AT_ONCE) {
      List<PolicyBook.Governed> some = services.subList(i, Math.min(services.size(), i + AT_ONCE));
      ReplicaTrack.Known known =
          track.of(some.stream().map(one -> one.service().name()).toList(), from);
      missing = missing.isEmpty() ? known.missing() : missing;
      for (PolicyBook.Governed one : some) {
        List<ReplicaRun> runs = known.runs().getOrDefault(one.service().name(), List.of());
        if (!runs.isEmpty()) {
          add(answer, one, runs, !service.isEmpty());
        }
      }
    }
    return answer.json(from, now, missing).toString();
  }

  private void add(
      ShadowAnswer answer, PolicyBook.Governed one, List<ReplicaRun> runs, boolean detailed) {
    ServiceRules rules = new ServiceRules(one.service(), one.parsed(), one.manifests());
    ShadowReport report = ShadowReport.of(ShadowReplay.of(runs, rules, settings, config.period()));
    ObjectNode json = answer.add(one.service().name(), observes(one), report);
    if (detailed) {
      ShadowAnswer.detail(
          json,
          report,
          report.divergences().stream()
              .limit(EXPLAINED)
              .map(divergence -> explained(one.service().name(), divergence))
              .toList());
    }
  }

  private static Instant since(String text, Instant now) {
    try {
      return Since.parse(text, now);
    } catch (MalformedValueException wrong) {
      throw ProblemException.badRequest(
          "the request has mistakes", List.of("since: " + wrong.getMessage()));
    }
  }

  private List<PolicyBook.Governed> services(String name) {
    List<PolicyBook.Governed> found =
        policies.lastRead().governed().stream()
            .filter(one -> name.isEmpty() || one.service().name().equals(name))
            .sorted(Comparator.comparing(one -> one.service().name()))
            .toList();
    if (found.isEmpty() && !name.isEmpty()) {
      throw ProblemException.notFound("no service named " + name + " has labels or a manifest");
    }
    return found;
  }

  private boolean observes(PolicyBook.Governed one) {
    return suite.mode() == Mode.OBSERVE
        || one.parsed() instanceof Parsed.Governed(ServicePolicy policy, var warnings)
            && policy.mode() == ServicePolicy.Mode.OBSERVE;
  }

  /** With what was last decided before it, or as it began. */
  private ShadowAnswer.Explained explained(String service, Divergence divergence) {
    Position before = new Position(divergence.from().plus(ShadowReplay.SLOT), Long.MAX_VALUE, "");
    return journal
        .newest(
            new DecisionQuery(
                service,
                "",
                DecisionLog.SCALING,
                DecisionQuery.Acted.ANY,
                Instant.EPOCH,
                before,
                1))
        .decisions()
        .stream()
        .findFirst()
        .map(StoredDecision::json)
        .map(
            json ->
                new ShadowAnswer.Explained(
                    divergence, json.path("id").asText(), json.path("summary").asText()))
        .orElseGet(() -> new ShadowAnswer.Explained(divergence, "", ""));
  }
}
