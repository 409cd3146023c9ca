package io.drover.agent.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.agent.act.Tuner;
import io.drover.agent.model.tuning.Wish;
import io.drover.agent.record.NodeIdentity;
import io.drover.agent.record.TuningBook;
import io.drover.agent.record.WishJson;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What is tuned on this node. Placement says what is wanted, since workers can't see labels. */
@Path("/v1/tuning")
@Produces(MediaType.APPLICATION_JSON)
public final class TuningResource {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Far more services than a Swarm has; a request with more is refused. */
  private static final int MOST_SERVICES = 10_000;

  private final TuningBook book;
  private final Tuner tuner;
  private final NodeIdentity node;
  private final TimeSource time;

  /** A view of this book. */
  public TuningResource(TuningBook book, Tuner tuner, NodeIdentity node, TimeSource time) {
    this.book = book;
    this.tuner = tuner;
    this.node = node;
    this.time = time;
  }

  /** What is wanted, and what became of it. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.AGENT})
  @RunOnVirtualThread
  @Operation(
      summary = "What is tuned on this node: wanted, what the kernel holds, and why not",
      description = "'services' is what was ordered last; 'containers' what came of it here.")
  public String read() {
    return TuningAnswer.write(node.get(), time.now().wall(), book).toString();
  }

  /** Takes the whole of what is wanted, and answers as {@link #read()} before it is done. */
  @POST
  @RolesAllowed(Roles.AGENT)
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  @Operation(
      summary = "Says how this node's containers are to be tuned",
      description =
          "Body: services, each with id, name and its labels drover.node.*; leave, ids of services"
              + " for which all stays as it was last said. For a service that is in neither, what"
              + " was changed goes back.")
  public String want(String body) {
    List<String> problems = new ArrayList<>();
    List<Wish> wishes = new ArrayList<>();
    Set<String> left = new HashSet<>();
    try {
      JsonNode json = MAPPER.readTree(body);
      JsonNode services = json == null ? MAPPER.missingNode() : json.path("services");
      if (!services.isArray() || services.size() > MOST_SERVICES) {
        problems.add("services: expected at most " + MOST_SERVICES + " of them");
      } else {
        wishes.addAll(WishJson.readAll(services, problems));
        json.path("leave").forEach(id -> left.add(id.asText("")));
      }
    } catch (JsonProcessingException malformed) {
      problems.add("the body is no JSON");
    }
    if (!problems.isEmpty()) {
      throw ProblemException.badRequest("the request has mistakes", problems);
    }
    if (book.want(wishes, left)) {
      tuner.hasten();
    }
    return read();
  }
}
