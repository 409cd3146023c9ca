package io.drover.runtime.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.Parsed;
import io.drover.core.policy.PolicyParser;
import io.drover.core.policy.PolicyProblem;
import io.drover.core.policy.ServicePolicy;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes the policies that services' labels ask for: what holds, defaults filled in, or everything
 * that is wrong with it. Each service of the suite shows the concerns that are its own.
 */
public final class LabelPolicies {
  private LabelPolicies() {}

  /** What one service of the suite shows of a policy. */
  public interface Shown {
    /** Whether the policy asks for anything of its own. */
    boolean concerns(ServicePolicy policy);

    /** Adds what it asks for. */
    void write(ObjectNode json, ServicePolicy policy);
  }

  /**
   * Adds the services by name, without those that ask for nothing. Of a service whose labels are
   * wrong nothing holds, whatever they are about, so every service of the suite tells.
   */
  public static void write(ArrayNode all, List<ServiceView> services, Shown shown) {
    services.stream()
        .sorted(Comparator.comparing(ServiceView::name))
        .forEach(service -> write(all, service, shown));
  }

  private static void write(ArrayNode all, ServiceView service, Shown shown) {
    switch (PolicyParser.parse(service)) {
      case Parsed.Ungoverned none -> {
        // Nobody asked for anything.
      }
      case Parsed.Rejected(String name, List<PolicyProblem> problems) ->
          messages(start(all, service).put("state", "rejected").putArray("problems"), problems);
      case Parsed.Governed(ServicePolicy policy, List<PolicyProblem> warnings) -> {
        if (shown.concerns(policy) || !warnings.isEmpty()) {
          ObjectNode json = start(all, service).put("state", "effective");
          json.put("mode", policy.mode().name().toLowerCase(Locale.ROOT));
          shown.write(json, policy);
          messages(json.putArray("warnings"), warnings);
        }
      }
    }
  }

  private static ObjectNode start(ArrayNode all, ServiceView service) {
    return all.addObject()
        .put("service", service.name())
        .put("id", service.id())
        .put("source", "labels");
  }

  private static void messages(ArrayNode json, List<PolicyProblem> problems) {
    problems.forEach(problem -> json.add(problem.message()));
  }
}
