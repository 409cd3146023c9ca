package io.drover.placement.api.quota;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Reason;
import io.drover.core.model.Quantity;
import io.drover.core.model.Reading;
import io.drover.core.policy.StackQuota;
import io.drover.core.quota.QuotaRoom;
import io.drover.core.quota.QuotaRules;
import io.drover.core.quota.QuotaUse;
import io.drover.core.quota.StackFacts;
import io.drover.core.quota.StackService;
import io.drover.placement.observe.quota.QuotaObservation;
import io.drover.runtime.http.ProblemException;
import java.util.List;

/** Writes {@code GET /v1/quotas/fit}: what another number of tasks would come to. */
final class FitAnswer {
  private static final int MOST = 1_000_000;

  private FitAnswer() {}

  static ObjectNode write(QuotaObservation seen, String service, String replicas) {
    int wanted = number(replicas);
    for (StackFacts facts : seen.stacks().values()) {
      for (StackService one : facts.services()) {
        if (one.service().name().equals(service)) {
          return write(seen.policies().quotasOf(facts.stack()), facts, one, wanted);
        }
      }
    }
    throw ProblemException.notFound(
        "no service named %s is in a stack with a ResourceQuota or a LimitRange"
            .formatted(service));
  }

  private static int number(String replicas) {
    try {
      int number = Integer.parseInt(replicas == null ? "" : replicas);
      if (number >= 0 && number <= MOST) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Answered below.
    }
    throw ProblemException.badRequest(
        "replicas: expected a whole number from 0 to " + MOST, List.of());
  }

  private static ObjectNode write(
      List<StackQuota> quotas, StackFacts facts, StackService service, int wanted) {
    int has = service.tasks();
    QuotaRoom room =
        QuotaRoom.admitted(quotas, facts, service, has, wanted, QuotaRoom.Surge.COUNTS);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("service", service.service().name()).put("stack", facts.stack());
    answer.put("has", has).put("wanted", wanted);
    answer.put("fits", room.tasks() == wanted).put("admitted", room.tasks());
    ArrayNode reasons = answer.putArray("reasons");
    room.reasons().stream().map(Reason::text).forEach(reasons::add);
    ArrayNode exceeded = answer.putArray("exceeded");
    QuotaRules.exceeded(quotas, facts.with(service.service().id(), wanted))
        .forEach(line -> exceeded(exceeded.addObject(), line));
    return answer;
  }

  private static void exceeded(ObjectNode json, QuotaUse.Line line) {
    json.put("resource", line.resource().key()).put("hard", line.hard().toString());
    if (line.used() instanceof Reading.Known<Quantity>(Quantity used, var at)) {
      json.put("used", used.toString());
      json.put(
          "over", line.resource().amount(used.amount().subtract(line.hard().amount())).toString());
    }
  }
}
