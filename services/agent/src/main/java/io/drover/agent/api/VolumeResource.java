package io.drover.agent.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.act.volume.NodeVolumes;
import io.drover.agent.act.volume.NodeVolumes.Volume;
import io.drover.core.decision.Outcome;
import io.drover.engine.EngineException;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.RequestJson;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** One volume of this node; only control services ask. */
@Path("/v1/volumes")
@RolesAllowed(Roles.AGENT)
@Produces(MediaType.APPLICATION_JSON)
public final class VolumeResource {
  private final NodeVolumes volumes;

  /** Orders to these. */
  public VolumeResource(NodeVolumes volumes) {
    this.volumes = volumes;
  }

  /** What it is and who uses it. */
  @GET
  @Path("/{name}")
  @RunOnVirtualThread
  @Operation(summary = "A volume and the containers that have it mounted")
  public String one(@PathParam("name") String name) {
    try {
      Volume volume = volumes.find(name).orElseThrow(() -> unknown(name));
      ObjectNode json = json(volume);
      ArrayNode users = json.putArray("usedBy");
      for (NodeVolumes.User user : volumes.users(name)) {
        users
            .addObject()
            .put("container", user.container())
            .put("service", user.service())
            .put("task", user.task())
            .put("running", user.running());
      }
      return json.toString();
    } catch (EngineException refused) {
      throw EngineProblems.of(refused);
    }
  }

  static ProblemException unknown(String name) {
    return ProblemException.notFound("no volume %s on this node".formatted(name));
  }

  private static ObjectNode json(Volume volume) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", volume.name()).put("driver", volume.driver());
    volume.options().forEach(json.putObject("options")::put);
    volume.labels().forEach(json.putObject("labels")::put);
    return json.put("scope", volume.scope());
  }

  /** Makes one. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  @Operation(
      summary = "Makes a volume",
      description =
          "Body: name, driver, options, labels. 201 where it was made, 200 where there is the same already, 409"
              + " where there is another of this name.")
  public Response make(String body) {
    Volume wanted = read(RequestJson.parse(body));
    try {
      return switch (volumes.make(wanted)) {
        case NEW ->
            Response.status(Response.Status.CREATED).entity(json(wanted).toString()).build();
        case SAME -> Response.ok(json(wanted).toString()).build();
        case DIFFERENT ->
            throw ProblemException.conflict(
                "there is a volume %s already, of another driver, or with other options or labels"
                    .formatted(wanted.name()));
      };
    } catch (EngineException refused) {
      throw EngineProblems.of(refused);
    }
  }

  private static Volume read(JsonNode json) {
    List<String> problems = new ArrayList<>();
    String name = json.path("name").asText("");
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}")) {
      problems.add("name: expected letters, digits, '_', '.', '-'; found '%s'".formatted(name));
    }
    Map<String, String> options = texts(json, "options", problems);
    Map<String, String> labels = texts(json, "labels", problems);
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
    String driver = json.path("driver").asText("");
    return new Volume(name, driver.isEmpty() ? "local" : driver, options, labels, "local");
  }

  private static Map<String, String> texts(JsonNode json, String key, List<String> problems) {
    Map<String, String> texts = new TreeMap<>();
    JsonNode object = json.path(key);
    if (!object.isObject() && !object.isMissingNode() && !object.isNull()) {
      problems.add(key + ": expected an object of texts");
    }
    object
        .properties()
        .forEach(
            one -> {
              if (one.getValue().isTextual()) {
                texts.put(one.getKey(), one.getValue().textValue());
              } else {
                problems.add("%s.%s: expected a text".formatted(key, one.getKey()));
              }
            });
    return texts;
  }

  /** Removes one. */
  @DELETE
  @Path("/{name}")
  @RunOnVirtualThread
  @Operation(summary = "Removes a volume", description = "409 while a container has it mounted.")
  public void remove(@PathParam("name") String name) {
    switch (volumes.remove(name)) {
      case Outcome.Applied done -> {
        return;
      }
      case Outcome.Conflict(String message) -> throw ProblemException.conflict(message);
      case Outcome.Failed(Outcome.Kind kind, String message) ->
          throw EngineProblems.of(kind, message);
    }
  }
}
