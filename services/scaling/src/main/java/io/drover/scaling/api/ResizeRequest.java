package io.drover.scaling.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.policy.ResourceKind;
import io.drover.scaling.decide.vertical.Amounts;
import io.drover.scaling.decide.vertical.VerticalInput;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads the body of {@code POST /v1/resize/evaluate}, whose format the design document fixes. */
final class ResizeRequest {
  private ResizeRequest() {}

  /** Reads a request; every problem found goes into {@code problems}, with its path. */
  static VerticalInput read(JsonNode document, List<String> problems) {
    JsonFields request = JsonFields.of(document, problems);
    request.require("now");
    request.require("spec");
    JsonFields current = request.object("current");
    return new VerticalInput(
        request.instant("now", Instant.EPOCH),
        VerticalSpecJson.read(request.object("spec")),
        present(current, "reservation"),
        present(current, "limit"),
        samples(request.objects("samples")),
        samples(request.objects("oomKills")));
  }

  /**
   * {@code {"cpu": {"reservation": ..., "limit": ...}, "memory": {...}}}, one of the two fields.
   */
  private static Amounts present(JsonFields current, String field) {
    Map<ResourceKind, Long> amounts = new EnumMap<>(ResourceKind.class);
    for (ResourceKind resource : ResourceKind.values()) {
      JsonFields given = current.object(VerticalSpecJson.name(resource));
      if (given.has(field)) {
        long milli = given.milli(field, 0);
        if (milli < 0) {
          given.problem(field, "must not be negative");
        }
        long amount = resource == ResourceKind.CPU ? milli : Math.ceilDiv(milli, 1000L);
        amounts.put(resource, Math.clamp(amount, 0, Amounts.MOST));
      }
    }
    return new Amounts(amounts);
  }

  private static List<VerticalInput.Sample> samples(List<JsonFields> given) {
    return given.stream()
        .map(
            one -> {
              one.require("at");
              return new VerticalInput.Sample(
                  one.instant("at", Instant.EPOCH), VerticalSpecJson.amounts(one));
            })
        .toList();
  }
}
