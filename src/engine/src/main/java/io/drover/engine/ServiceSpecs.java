package io.drover.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.decision.Outcome;

/** Lossless changes of services, each conditional on the version that was observed. */
final class ServiceSpecs {
  private static final String REPLICAS = "/Mode/Replicated/Replicas";
  private final EngineApi api;

  ServiceSpecs(EngineApi api) {
    this.api = api;
  }

  Outcome setReplicas(String serviceId, long version, int replicas) {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas must not be negative: " + replicas);
    }
    try {
      Answer answer = api.get("/services/" + PathPart.of(serviceId));
      return answer.isSuccess()
          ? setReplicas(answer.json(), serviceId, version, replicas)
          : answer.outcome();
    } catch (EngineException e) {
      return e.outcome();
    }
  }

  private Outcome setReplicas(RawJson service, String serviceId, long version, int replicas) {
    JsonNode tree = service.tree();
    long current = tree.path("Version").path("Index").asLong();
    if (current != version) {
      return new Outcome.Conflict("decided on version " + version + ", it is at " + current);
    }
    RawJson spec = service.find("/Spec").orElse(RawJson.of("{}"));
    if (!tree.at("/Spec/Mode/Replicated").isObject()) {
      return new Outcome.Failed(Outcome.Kind.REJECTED, "not a replicated service");
    }
    JsonNode present = tree.at("/Spec" + REPLICAS);
    if (present.isIntegralNumber() && present.asLong() == replicas) {
      return new Outcome.Applied("had " + replicas + " replicas already");
    }
    return update(serviceId, version, spec.with(REPLICAS, Integer.toString(replicas)));
  }

  Outcome update(String serviceId, long version, RawJson spec) {
    try {
      return api.post("/services/" + PathPart.of(serviceId) + "/update?version=" + version, spec)
          .outcome();
    } catch (EngineException e) {
      return e.outcome();
    }
  }
}
