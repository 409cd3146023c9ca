package io.drover.health.overview.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Reading;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** The names by which the Swarm's services answer each other. */
@FunctionalInterface
public interface Deployed {

  /** Each service's full name, and its name within its stack. */
  Reading<Set<String>> names(Instant now);

  /** By what this engine lists. */
  static Deployed by(Engine engine) {
    return now -> {
      Set<String> names = new HashSet<>();
      try {
        for (RawJson service : engine.list("/services")) {
          JsonNode spec = service.tree().path("Spec");
          String full = spec.path("Name").asText();
          String stack = spec.path("Labels").path("com.docker.stack.namespace").asText() + "_";
          names.add(full);
          if (full.startsWith(stack)) {
            names.add(full.substring(stack.length()));
          }
        }
        return Reading.known(names, now);
      } catch (EngineException away) {
        return Reading.unknown(String.valueOf(away.getMessage()));
      }
    };
  }
}
