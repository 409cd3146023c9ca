package io.drover.placement.api.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Bytes;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.manifests.Inventory.Machine;
import io.drover.manifests.Inventory.Server;
import io.drover.manifests.InventoryFile;
import io.drover.manifests.InventoryReader;
import io.drover.placement.decide.inventory.InventoryReport;
import io.drover.placement.decide.inventory.ServerReport;
import io.drover.placement.observe.LiveCluster;
import io.drover.placement.observe.NodeInventory;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The physical servers under the Swarm, and what would be left without one of them. */
@Path("/v1/inventory")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
public final class InventoryResource {
  private final InventoryFile file;
  private final NodeInventory nodes;
  private final Engine engine;

  /** The inventory of this file, held against this Swarm. */
  public InventoryResource(InventoryFile file, NodeInventory nodes, Engine engine) {
    this.file = file;
    this.nodes = nodes;
    this.engine = engine;
  }

  /** Servers, their machines, and findings in plain words. */
  @GET
  @RunOnVirtualThread
  @Operation(
      summary = "Physical servers and their machines: overcommitment, shared failure domains, N+1")
  public String inventory() {
    InventoryReader.Contents contents = file.read();
    try {
      LiveCluster live = LiveCluster.read(engine, nodes);
      return write(InventoryReport.of(contents.inventory(), live.input()), contents).toString();
    } catch (EngineException unreachable) {
      throw ProblemException.unavailable(unreachable.getMessage());
    }
  }

  private static ObjectNode write(InventoryReport report, InventoryReader.Contents contents) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode servers = answer.putArray("servers");
    report.servers().forEach(server -> server(servers.addObject(), server));
    ArrayNode findings = answer.putArray("findings");
    report
        .findings()
        .forEach(one -> findings.addObject().put("code", one.code()).put("text", one.text()));
    ArrayNode problems = answer.putArray("problems");
    contents.problems().forEach(problem -> problems.add(problem.toString()));
    return answer;
  }

  private static void server(ObjectNode json, ServerReport report) {
    Server server = report.server();
    json.put("server", server.name());
    json.put("cores", server.cores()).put("threads", server.threads());
    memory(json.putObject("memory"), server.memory());
    if (server.speeds().iops() > 0) {
      json.put("iops", server.speeds().iops());
    }
    if (server.speeds().network().bitsPerSecond() > 0) {
      json.put("network", server.speeds().network().toString());
    }
    ArrayNode power = json.putArray("power");
    server.power().forEach(power::add);
    json.put("promisedCores", report.cores());
    memory(json.putObject("promisedMemory"), report.memory());
    ArrayNode machines = json.putArray("machines");
    for (Machine machine : server.machines()) {
      ObjectNode one = machines.addObject().put("machine", machine.name());
      one.put("cores", machine.cores());
      memory(one.putObject("memory"), machine.memory());
      one.put("node", machine.node());
    }
    ArrayNode nodes = json.putArray("nodes");
    report.nodes().forEach(nodes::add);
    ObjectNode without = json.putObject("without");
    without.put("survives", report.survivable()).put("quorum", report.quorum());
    ArrayNode homeless = without.putArray("homeless");
    report
        .homeless()
        .forEach(
            one ->
                homeless
                    .addObject()
                    .put("service", one.service())
                    .put("count", one.count())
                    .put("reason", one.reason()));
  }

  private static void memory(ObjectNode json, Bytes memory) {
    json.put("value", memory.toString()).put("exact", memory.value());
  }
}
