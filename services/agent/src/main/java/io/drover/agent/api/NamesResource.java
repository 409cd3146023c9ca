package io.drover.agent.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.NameAnswer;
import io.drover.agent.observe.NameServer;
import io.drover.agent.record.NodeIdentity;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.RequestJson;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * What Docker's name server on this node says about the tasks of services. Only names of tasks are
 * taken: an agent is no resolver for others.
 */
@Path("/v1/names")
@RolesAllowed(Roles.AGENT)
public final class NamesResource {
  private static final int MOST_NAMES = 100;

  /** As long as DNS lets a name be. */
  private static final int LONGEST_NAME = 253;

  private static final Pattern OF_TASKS = Pattern.compile("tasks\\.[A-Za-z0-9_.-]+");

  private final NameServer server;
  private final NodeIdentity node;

  /** Questions to this server. */
  public NamesResource(NameServer server, NodeIdentity node) {
    this.server = server;
    this.node = node;
  }

  /** Asks for all of them. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  @Operation(
      summary = "The addresses of tasks as Docker's name server on this node has them",
      description =
          "Body: {\"names\": [\"tasks.web\", ...]}, at most 100. A name has addresses, or a code of DNS, or"
              + " 'unknown' says why there is no answer. Only services of this agent's networks are known.")
  public String ask(String body) {
    List<String> names = read(RequestJson.parse(body));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("node").put("id", node.get().id()).put("hostname", node.get().hostname());
    ObjectNode all = answer.putObject("names");
    try {
      server.ask(names).forEach((name, said) -> write(all.putObject(name), said));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("this agent is shutting down");
    }
    return answer.toString();
  }

  private static void write(ObjectNode json, NameAnswer said) {
    switch (said) {
      case NameAnswer.Addresses(List<String> addresses) -> {
        ArrayNode array = json.putArray("addresses");
        addresses.forEach(array::add);
      }
      case NameAnswer.Refused(int code) -> json.put("code", code);
      case NameAnswer.Silent(String why) -> json.put("unknown", why);
    }
  }

  private static List<String> read(JsonNode json) {
    JsonNode names = json.path("names");
    if (!names.isArray() || names.isEmpty() || names.size() > MOST_NAMES) {
      throw RequestJson.mistakes(
          List.of("names: expected an array of 1 to %d names".formatted(MOST_NAMES)));
    }
    List<String> read = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (JsonNode name : names) {
      String text = name.asText("");
      if (!name.isTextual() || text.length() > LONGEST_NAME || !OF_TASKS.matcher(text).matches()) {
        problems.add(
            "names: expected tasks.<service> of at most %d characters".formatted(LONGEST_NAME));
      } else {
        read.add(text);
      }
    }
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
    return read;
  }
}
