package io.drover.agent.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drover.agent.act.Commands;
import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import io.drover.engine.ContainerEngine;
import io.drover.engine.EngineException;
import io.drover.engine.RawJson;
import io.drover.runtime.http.RequestJson;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Containers of this node; only control services ask. */
@Path("/v1/containers")
@RolesAllowed(Roles.AGENT)
@Produces(MediaType.APPLICATION_JSON)
public final class ContainersResource {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Duration USUAL = Duration.ofSeconds(30);

  private final ContainerEngine engine;
  private final Commands commands;

  /** Containers of this engine. */
  public ContainersResource(ContainerEngine engine, Commands commands) {
    this.engine = engine;
    this.commands = commands;
  }

  /** Everything that the engine knows of them. */
  @GET
  @Path("/inspect")
  @RunOnVirtualThread
  @Operation(
      summary = "The engine's inspect answers of all containers of the node",
      description = "A JSON array, one container at a time.")
  public StreamingOutput inspect() {
    List<RawJson> all;
    try {
      all = engine.list("/containers/json?all=true");
    } catch (EngineException refused) {
      throw EngineProblems.of(refused);
    }
    return out -> {
      out.write('[');
      boolean first = true;
      for (RawJson one : all) {
        Optional<RawJson> found =
            engine.inspect("/containers/" + one.tree().path("Id").asText() + "/json");
        if (found.isPresent()) {
          out.write(first ? '\n' : ',');
          out.write(found.get().bytes());
          first = false;
        }
      }
      out.write(']');
    };
  }

  /** Runs a command in one of them. */
  @POST
  @Path("/{id}/exec")
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  @Operation(
      summary = "Runs a command in a container",
      description =
          "Body: command (array of texts), timeout (30s), user. Answers exitCode, the last 64 KiB of the output,"
              + " truncated, timedOut. 404 no such container, 409 where it doesn't run.")
  public String exec(@PathParam("id") String id, String body) {
    JsonNode json = RequestJson.parse(body);
    List<String> problems = new ArrayList<>();
    List<String> command = new ArrayList<>();
    json.path("command").forEach(one -> command.add(one.asText()));
    if (command.isEmpty() || !json.path("command").isArray()) {
      problems.add("command: expected an array of texts");
    }
    Duration limit = limit(json.path("timeout").asText(""), problems);
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
    try {
      Commands.Ran ran = commands.run(id, command, json.path("user").asText(""), limit);
      return JsonNodeFactory.instance
          .objectNode()
          .put("exitCode", ran.exitCode())
          .put("output", ran.output())
          .put("truncated", ran.truncated())
          .put("timedOut", ran.timedOut())
          .toString();
    } catch (EngineException refused) {
      throw EngineProblems.of(refused);
    }
  }

  private static Duration limit(String text, List<String> problems) {
    try {
      Duration limit = text.isEmpty() ? USUAL : Durations.parse(text);
      if (limit.isPositive() && limit.compareTo(LONGEST) <= 0) {
        return limit;
      }
      problems.add("timeout: expected up to 24h, found '%s'".formatted(text));
    } catch (MalformedValueException wrong) {
      problems.add("timeout: " + wrong.getMessage());
    }
    return USUAL;
  }
}
