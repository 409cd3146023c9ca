package io.drover.agent.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drover.agent.act.TaskLimits;
import io.drover.core.decision.Outcome;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Resources;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The order to change a running task's limits; only control services give it. */
@Path("/v1/tasks/{taskId}/limits")
@RolesAllowed(Roles.AGENT)
public final class TaskLimitsResource {
  /** Twice as much, for memory and swap together, is still a number. */
  private static final long LARGEST = 1L << 60;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TaskLimits limits;

  /** Orders to these. */
  public TaskLimitsResource(TaskLimits limits) {
    this.limits = limits;
  }

  /** Sets the limits that are given. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  @Operation(
      summary = "Changes the limits of a task while it runs",
      description =
          "Body: nanoCpus, memoryBytes, pids, or some of them. 409 where it uses more at this moment, where that"
              + " is not known, and where the engine refuses.")
  public String set(@PathParam("taskId") String taskId, String body) {
    Outcome outcome = limits.set(taskId, read(body));
    return switch (outcome) {
      case Outcome.Applied(String note) ->
          JsonNodeFactory.instance.objectNode().put("note", note).toString();
      case Outcome.Conflict(String message) -> throw ProblemException.conflict(message);
      case Outcome.Failed(Outcome.Kind kind, String message) ->
          throw switch (kind) {
            case NOT_FOUND -> ProblemException.notFound(message);
            case UNAVAILABLE -> ProblemException.unavailable(message);
            case REJECTED -> ProblemException.conflict(message);
          };
    };
  }

  private static Resources read(String body) {
    List<String> problems = new ArrayList<>();
    Resources read = Resources.NONE;
    try {
      JsonNode json = MAPPER.readTree(body);
      long nanos = amount(json, "nanoCpus", problems);
      long bytes = amount(json, "memoryBytes", problems);
      read = nanos > 0 ? read.withCpu(Cpu.ofNanos(nanos)) : read;
      long pids = amount(json, "pids", problems);
      read = bytes > 0 ? read.withMemory(Bytes.of(bytes)) : read;
      read = pids > 0 ? read.withPids(pids) : read;
    } catch (JsonProcessingException | IllegalArgumentException malformed) {
      problems.add("the body is no JSON");
    }
    if (problems.isEmpty() && read.equals(Resources.NONE)) {
      problems.add("nanoCpus, memoryBytes or pids must be given");
    }
    if (!problems.isEmpty()) {
      throw ProblemException.badRequest("the request has mistakes", problems);
    }
    return read;
  }

  private static long amount(JsonNode json, String field, List<String> problems) {
    JsonNode value = json.path(field);
    if (value.isMissingNode()) {
      return 0;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() <= 0
        || value.longValue() > LARGEST) {
      problems.add(field + ": expected a whole number from 1 to 2^60");
      return 0;
    }
    return value.longValue();
  }
}
