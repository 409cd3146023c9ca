package io.drover.agent.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.Controls;
import io.drover.agent.model.Field;
import io.drover.agent.model.IndexSet;
import io.drover.agent.model.NodeFacts;
import io.drover.agent.observe.NodeFiles;
import io.drover.agent.record.NodeIdentity;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** This node itself: capacity, NUMA layout, kernel settings. */
@Path("/v1/node")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.AGENT})
@Produces(MediaType.APPLICATION_JSON)
public final class NodeResource {
  private final NodeFiles files;
  private final NodeIdentity node;

  /** A view of these files. */
  public NodeResource(NodeFiles files, NodeIdentity node) {
    this.files = files;
    this.node = node;
  }

  /** Reads the node's facts anew. */
  @GET
  @RunOnVirtualThread
  @Operation(summary = "Capacity, NUMA layout and kernel settings of this node")
  public String node() {
    return write(node.get(), files.read()).toString();
  }

  private static ObjectNode write(NodeIdentity.Identity identity, NodeFacts facts) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode unknown = JsonNodeFactory.instance.objectNode();
    answer.put("id", identity.id());
    answer.put("hostname", identity.hostname());
    answer.put("engine", identity.engine());
    answer.put("kernel", facts.kernel());
    answer.put("cgroupVersion", facts.cgroupVersion());
    FieldJson.put(answer, "cores", facts.cores(), unknown, "cores");
    FieldJson.put(answer, "physicalCores", facts.physicalCores(), unknown, "topology");
    FieldJson.put(answer, "sockets", facts.sockets(), unknown, "topology");
    answer.put("online", facts.online().toString());
    ObjectNode memory = answer.putObject("memory");
    FieldJson.put(memory, "total", facts.memory(), unknown, "memory");
    FieldJson.put(memory, "available", facts.memoryAvailable(), unknown, "memory");
    FieldJson.put(memory, "swapTotal", facts.swap(), unknown, "swap");
    FieldJson.put(memory, "swapFree", facts.swapFree(), unknown, "swap");
    ArrayNode load = answer.putArray("load");
    facts.load().forEach(load::add);
    ArrayNode numa = answer.putArray("numa");
    facts
        .numa()
        .forEach(
            one -> {
              ObjectNode json = numa.addObject().put("node", one.number()).put("cpus", one.cpus());
              FieldJson.put(json, "cores", cores(one.cpus()), unknown, "numa" + one.number());
              FieldJson.put(json, "memory", one.memory(), unknown, "numa" + one.number());
            });
    ObjectNode settings = answer.putObject("settings");
    facts.settings().forEach(settings::put);
    if (!unknown.isEmpty()) {
      answer.set("unknown", unknown);
    }
    return answer;
  }

  private static Field cores(String cpus) {
    return switch (Controls.Indices.read(cpus)) {
      case Controls.Indices.Known(IndexSet set) -> Field.known(set.size());
      // A node of memory alone has no processor.
      case Controls.Indices.Unknown(String reason) when cpus.isBlank() -> Field.known(0);
      case Controls.Indices.Unknown(String reason) -> Field.unknown(reason);
    };
  }
}
