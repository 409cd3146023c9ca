package io.drover.agent.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.AgentConfig;
import io.drover.runtime.http.Roles;
import io.drover.runtime.probe.Probe;
import io.drover.runtime.probe.Probed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Looks at addresses from this node, for failover: what is cut off here may serve elsewhere. */
@Path("/v1/probe")
@RolesAllowed(Roles.AGENT)
public final class ProbeResource {
  private final Set<String> allowed;

  /** Looks at what the operator listed. */
  public ProbeResource(AgentConfig config) {
    this.allowed =
        config.probes().orElse(List.of()).stream()
            .map(target -> target.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Looks at all of them at once. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  @Operation(
      summary = "Whether addresses answer, seen from this node",
      description =
          "Body: checks (http://, https:// or tcp:// addresses whose host and port drover.agent.probes lists,"
              + " at most 32), timeout (at most 5s). Answers one result for each: UP, DOWN or UNKNOWN, and why.")
  public String probe(String body) {
    ProbeRequest request = ProbeRequest.read(body, allowed);
    List<Map.Entry<URI, CompletableFuture<Probed>>> looks = new ArrayList<>();
    for (URI check : request.checks()) {
      CompletableFuture<Probed> look = new CompletableFuture<>();
      Thread.ofVirtual()
          .name("probe")
          .start(() -> look.complete(Probe.look(check, request.timeout())));
      looks.add(Map.entry(check, look));
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode results = answer.putArray("results");
    looks.forEach(
        look -> {
          ObjectNode result = results.addObject().put("check", look.getKey().toString());
          switch (look.getValue().join()) {
            case Probed.Up up -> result.put("sight", "UP").put("why", "");
            case Probed.Down(String why) -> result.put("sight", "DOWN").put("why", why);
            case Probed.Unknown(String why) -> result.put("sight", "UNKNOWN").put("why", why);
          }
        });
    return answer.toString();
  }
}
