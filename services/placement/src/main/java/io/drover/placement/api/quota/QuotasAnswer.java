package io.drover.placement.api.quota;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Bytes;
import io.drover.core.model.Quantity;
import io.drover.core.model.Reading;
import io.drover.core.policy.StackLimits;
import io.drover.core.quota.QuotaRules;
import io.drover.core.quota.QuotaUse;
import io.drover.core.quota.StackFacts;
import io.drover.manifests.QuotaManifest;
import io.drover.placement.decide.quota.VolumeRules;
import io.drover.placement.decide.quota.VolumeSize;
import io.drover.placement.observe.quota.QuotaObservation;
import io.drover.placement.record.quota.QuotaBoard;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes {@code GET /v1/quotas}: used and hard, as {@code kubectl describe quota} shows them. */
final class QuotasAnswer {
  private QuotasAnswer() {}

  static ObjectNode write(QuotaObservation seen, QuotaBoard board) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("at", seen.at().toString());
    ArrayNode stacks = answer.putArray("stacks");
    for (StackFacts facts : seen.stacks().values()) {
      ObjectNode stack = stacks.addObject().put("stack", facts.stack());
      ArrayNode quotas = stack.putArray("quotas");
      seen.policies().quotas().stream()
          .filter(one -> one.quota().stack().equals(facts.stack()))
          .sorted(Comparator.comparing(one -> one.quota().name()))
          .forEach(one -> quota(quotas.addObject(), one, facts));
      volumes(stack, seen, facts);
      ArrayNode broken = stack.putArray("brokenBy");
      board
          .decisions(facts.stack())
          .forEach(
              decision ->
                  broken
                      .addObject()
                      .put("service", decision.service())
                      .put("summary", decision.summary())
                      .put("decision", decision.id()));
    }
    ArrayNode problems = answer.putArray("problems");
    seen.policies().problems().forEach(problem -> problems.add(problem.toString()));
    return answer;
  }

  private static void quota(ObjectNode json, QuotaManifest manifest, StackFacts facts) {
    json.put("name", manifest.quota().name());
    json.put("source", manifest.manifest().origin());
    json.put("strict", manifest.quota().strict());
    ArrayNode lines = json.putArray("resources");
    QuotaRules.use(manifest.quota(), facts).lines().forEach(one -> line(lines.addObject(), one));
    ArrayNode passedOver = json.putArray("notCounted");
    manifest.quota().passedOver().forEach(passedOver::add);
  }

  private static void line(ObjectNode json, QuotaUse.Line line) {
    json.put("resource", line.resource().key());
    switch (line.used()) {
      case Reading.Known<Quantity>(Quantity amount, var at) -> json.put("used", amount.toString());
      case Reading.Unknown<Quantity>(String reason) -> json.putNull("used").put("unknown", reason);
    }
    json.put("hard", line.hard().toString());
    json.put("surge", line.surge().toString());
    json.put("state", line.state().name().toLowerCase(Locale.ROOT));
    ArrayNode undeclared = json.putArray("undeclared");
    line.undeclared().forEach(undeclared::add);
    ArrayNode services = json.putArray("services");
    line.parts().stream()
        .filter(QuotaUse.Part::declared)
        .forEach(
            part ->
                services
                    .addObject()
                    .put("service", part.service())
                    .put("used", part.used().toString())
                    .put("surge", part.surge().toString()));
  }

  private static void volumes(ObjectNode stack, QuotaObservation seen, StackFacts facts) {
    Optional<Bytes> most =
        facts.limits().stream()
            .map(StackLimits::volumes)
            .flatMap(bounds -> bounds.allowed().stream())
            .min(Comparator.naturalOrder());
    ArrayNode volumes = stack.putArray("volumes");
    seen.volumesOf(facts).stream()
        .sorted(Comparator.comparing(VolumeSize::name).thenComparing(VolumeSize::node))
        .forEach(one -> volume(volumes.addObject(), one, most, facts.limits()));
    if (most.isPresent()) {
      ArrayNode missing = stack.putArray("volumesMissing");
      seen.volumes().failures().forEach(missing::add);
    }
  }

  private static void volume(
      ObjectNode json, VolumeSize volume, Optional<Bytes> most, List<StackLimits> limits) {
    json.put("name", volume.name()).put("node", volume.node());
    switch (volume.size()) {
      case Reading.Known<Bytes>(Bytes size, var at) ->
          json.put("size", size.toString()).put("measuredAt", at.toString());
      case Reading.Unknown<Bytes>(String reason) -> json.putNull("size").put("unknown", reason);
    }
    most.ifPresent(bound -> json.put("most", bound.toString()));
    json.put("tooLarge", !VolumeRules.tooLarge(List.of(volume), limits).isEmpty());
  }
}
