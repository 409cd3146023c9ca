package io.drover.agent.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.Pressure;
import io.drover.agent.observe.PressureFiles;
import io.drover.agent.record.NodeIdentity;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How full this node is, and what its clock says. */
@Path("/v1/pressure")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.AGENT})
@Produces(MediaType.APPLICATION_JSON)
public final class PressureResource {
  private final PressureFiles files;
  private final NodeIdentity node;
  private final TimeSource time;

  /** A view of these files. */
  public PressureResource(PressureFiles files, NodeIdentity node, TimeSource time) {
    this.files = files;
    this.node = node;
    this.time = time;
  }

  /** Reads it anew. */
  @GET
  @RunOnVirtualThread
  @Operation(
      summary = "Memory, processes and disks of this node, and its clock",
      description = "A value that could not be read is left out, and 'unknown' says why.")
  public String pressure() {
    Pressure pressure = files.read();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode unknown = JsonNodeFactory.instance.objectNode();
    answer.putObject("node").put("id", node.get().id()).put("hostname", node.get().hostname());
    ObjectNode memory = answer.putObject("memory");
    FieldJson.put(memory, "total", pressure.memory(), unknown, "memory");
    FieldJson.put(memory, "available", pressure.memoryAvailable(), unknown, "memory");
    ObjectNode processes = answer.putObject("processes");
    FieldJson.put(processes, "current", pressure.processes(), unknown, "processes");
    FieldJson.put(processes, "limit", pressure.processLimit(), unknown, "processes");
    ArrayNode disks = answer.putArray("disks");
    for (Pressure.Disk disk : pressure.disks()) {
      ObjectNode json = disks.addObject().put("path", disk.path());
      FieldJson.put(json, "total", disk.total(), unknown, disk.path());
      FieldJson.put(json, "available", disk.available(), unknown, disk.path());
    }
    if (!unknown.isEmpty()) {
      answer.set("unknown", unknown);
    }
    // Last, so that what was read before does not make the clock look slow.
    return answer.put("at", time.now().wall().toString()).toString();
  }
}
