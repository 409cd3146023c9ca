package io.drover.health.logs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.TaskView;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The last lines that tasks wrote. For operators alone: programs write secrets into their logs.
 * Every instance answers, whoever leads.
 */
@Path("/v1")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class LogsResource {
  private static final int MOST_LINES = 500;
  private static final int AT_ONCE = 4;

  private final TaskLogs logs;
  private final Semaphore turns = new Semaphore(AT_ONCE);

  /** Logs by way of this engine. */
  public LogsResource(Engine engine) {
    this.logs = new TaskLogs(engine);
  }

  /** Those of one task. */
  @GET
  @Path("/tasks/{id}/logs")
  @Operation(summary = "The last lines that a task wrote, 50 or as many as tail says, up to 500")
  public String task(
      @PathParam("id") String id, @QueryParam("tail") @DefaultValue("50") String tail) {
    int lines = lines(tail);
    return answer(() -> logs.ofTask(id, lines), "there is no task " + id);
  }

  /** Those of the task of a service that tells most. */
  @GET
  @Path("/services/{name}/logs")
  @Operation(
      summary =
          "The last lines of the task of a service that failed last, or else of one that runs")
  public String service(
      @PathParam("name") String name, @QueryParam("tail") @DefaultValue("50") String tail) {
    int lines = lines(tail);
    return answer(
        () -> logs.ofService(name, lines),
        "there is no service named %s, or none of its tasks ever had a container".formatted(name));
  }

  private String answer(Supplier<Optional<TaskLogs.Written>> ask, String none) {
    if (!turns.tryAcquire()) {
      throw ProblemException.unavailable("%d others read logs just now".formatted(AT_ONCE));
    }
    try {
      return ask.get()
          .map(written -> write(written).toString())
          .orElseThrow(() -> ProblemException.notFound(none));
    } catch (EngineException away) {
      throw ProblemException.unavailable("the logs can't be had: " + away.getMessage());
    } finally {
      turns.release();
    }
  }

  private static ObjectNode write(TaskLogs.Written written) {
    TaskView task = written.task();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("task", task.id()).put("slot", task.slot()).put("nodeId", task.nodeId());
    json.put("state", task.state().name().toLowerCase(Locale.ROOT));
    json.put("since", task.stateSince().toString()).put("message", task.message());
    ArrayNode lines = json.putArray("lines");
    written
        .read()
        .lines()
        .forEach(
            line ->
                lines
                    .addObject()
                    .put("at", line.at())
                    .put("stream", line.stream())
                    .put("text", line.text()));
    json.put("partial", written.partial()).put("problem", written.read().problem());
    return json;
  }

  private static int lines(String tail) {
    try {
      int lines = Integer.parseInt(tail);
      if (lines >= 1 && lines <= MOST_LINES) {
        return lines;
      }
    } catch (NumberFormatException malformed) {
      // Answered below.
    }
    throw ProblemException.badRequest(
        "the request has mistakes",
        List.of("tail: expected a whole number from 1 to %d".formatted(MOST_LINES)));
  }
}
