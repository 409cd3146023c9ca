package io.drover.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Allotment;
import io.drover.core.model.Resources;
import java.util.function.Function;

/** Lossless changes of services, each conditional on the version that was observed. */
final class ServiceSpecs {
  private static final String REPLICAS = "/Mode/Replicated/Replicas";
  private static final String FORCE_UPDATE = "/TaskTemplate/ForceUpdate";
  private static final String RESOURCES = "/TaskTemplate/Resources/";
  private final EngineApi api;

  ServiceSpecs(EngineApi api) {
    this.api = api;
  }

  Outcome setReplicas(String serviceId, long version, int replicas) {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas must not be negative: " + replicas);
    }
    return edit(serviceId, version, service -> setReplicas(service, serviceId, version, replicas));
  }

  Outcome resize(String serviceId, long version, Allotment to) {
    return edit(
        serviceId,
        version,
        service -> {
          RawJson spec = service.find("/Spec").orElse(RawJson.of("{}"));
          RawJson edited =
              with(with(spec, "Limits", to.limits()), "Reservations", to.reservations());
          return edited.equals(spec)
              ? new Outcome.Applied("had these amounts already")
              : update(serviceId, version, edited);
        });
  }

  /**
   * Swarm makes new tasks when this counter moves, as {@code docker service update --force} does.
   */
  Outcome replaceTasks(String serviceId, long version) {
    return edit(
        serviceId,
        version,
        service -> {
          RawJson spec = service.find("/Spec").orElse(RawJson.of("{}"));
          long counter = service.tree().at("/Spec" + FORCE_UPDATE).asLong();
          return update(serviceId, version, spec.with(FORCE_UPDATE, Long.toString(counter + 1)));
        });
  }

  /**
   * The engine takes what it kept as the previous spec; it wants a spec to be sent, and ignores it.
   */
  Outcome rollBack(String serviceId, long version) {
    return edit(
        serviceId,
        version,
        service -> {
          if (service.find("/PreviousSpec").isEmpty()) {
            return new Outcome.Failed(Outcome.Kind.REJECTED, "there was no update to take back");
          }
          RawJson spec = service.find("/Spec").orElse(RawJson.of("{}"));
          return post(serviceId, version + "&rollback=previous", spec);
        });
  }

  private static RawJson with(RawJson spec, String which, Resources amounts) {
    String at = RESOURCES + which;
    RawJson edited = spec;
    if (amounts.cpu().isPresent()) {
      edited = edited.with(at + "/NanoCPUs", Long.toString(amounts.cpu().get().nanos()));
    }
    if (amounts.memory().isPresent()) {
      edited = edited.with(at + "/MemoryBytes", Long.toString(amounts.memory().get().value()));
    }
    return amounts.pids().isPresent()
        ? edited.with(at + "/Pids", Long.toString(amounts.pids().get()))
        : edited;
  }

  private Outcome edit(String serviceId, long version, Function<RawJson, Outcome> change) {
    try {
      Answer answer = api.get("/services/" + PathPart.of(serviceId));
      if (!answer.isSuccess()) {
        return answer.outcome();
      }
      RawJson service = answer.json();
      long current = service.tree().path("Version").path("Index").asLong();
      return current == version
          ? change.apply(service)
          : new Outcome.Conflict("decided on version " + version + ", it is at " + current);
    } catch (EngineException e) {
      return e.outcome();
    }
  }

  private Outcome setReplicas(RawJson service, String serviceId, long version, int replicas) {
    JsonNode tree = service.tree();
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
    return post(serviceId, Long.toString(version), spec);
  }

  private Outcome post(String serviceId, String version, RawJson spec) {
    try {
      return api.post("/services/" + PathPart.of(serviceId) + "/update?version=" + version, spec)
          .outcome();
    } catch (EngineException e) {
      return e.outcome();
    }
  }
}
