package io.drover.scaling.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.policy.ResourceKind;
import io.drover.manifests.JsonFields;
import io.drover.manifests.VerticalSpecJson;
import io.drover.scaling.decide.vertical.Amounts;
import io.drover.scaling.decide.vertical.VerticalInput;
import io.drover.scaling.decide.vertical.VerticalPolicy;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
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
        VerticalPolicy.of(VerticalSpecJson.read(request.object("spec"))),
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
      JsonFields given = current.object(name(resource));
      if (given.has(field)) {
        amounts.put(resource, amount(given, field, resource));
      }
    }
    return new Amounts(amounts);
  }

  private static List<VerticalInput.Sample> samples(List<JsonFields> given) {
    return given.stream()
        .map(
            one -> {
              one.require("at");
              return new VerticalInput.Sample(one.instant("at", Instant.EPOCH), amounts(one));
            })
        .toList();
  }

  private static Amounts amounts(JsonFields given) {
    Map<ResourceKind, Long> amounts = new EnumMap<>(ResourceKind.class);
    for (ResourceKind resource : ResourceKind.values()) {
      if (given.has(name(resource))) {
        amounts.put(resource, amount(given, name(resource), resource));
      }
    }
    return new Amounts(amounts);
  }

  /** CPU in millicores, memory in bytes, each rounded up as Kubernetes does. */
  private static long amount(JsonFields given, String field, ResourceKind resource) {
    long milli = given.milli(field, 0);
    if (milli < 0) {
      given.problem(field, "must not be negative");
    }
    long amount = resource == ResourceKind.CPU ? milli : Math.ceilDiv(milli, 1000L);
    return Math.clamp(amount, 0, Amounts.MOST);
  }

  static String name(ResourceKind resource) {
    return resource.name().toLowerCase(Locale.ROOT);
  }
}
