package io.drover.failover.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.Durations;
import io.drover.core.model.ServiceView;
import io.drover.core.policy.FailoverPolicy;
import io.drover.core.policy.ServicePolicy;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.failover.site.Description;
import io.drover.failover.site.DescriptionFile;
import io.drover.failover.site.DescriptionReader.Contents;
import io.drover.failover.site.LabelledRecords;
import io.drover.failover.site.Site;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.policy.LabelPolicies;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What moves when a site or an entry point dies: as described, and as services' labels ask. */
@Path("/v1/policies")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class PoliciesResource {
  private final Engine engine;
  private final DescriptionFile file;

  /** The services that this engine's Swarm has, and this description. */
  public PoliciesResource(Engine engine, DescriptionFile file) {
    this.engine = engine;
    this.file = file;
  }

  /** As of now; file and engine are read, so that a stand-by answers too. */
  @GET
  @Operation(summary = "Described sites, records and stacks, records that labels name, problems")
  public String all() {
    try {
      return write(file.read(), engine.snapshot().services()).toString();
    } catch (EngineException away) {
      throw ProblemException.unavailable(away.getMessage());
    }
  }

  private ObjectNode write(Contents contents, List<ServiceView> services) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode described = answer.putObject("description").put("source", file.path().toString());
    ArrayNode problems = JsonNodeFactory.instance.arrayNode();
    switch (contents) {
      case Contents.Wrong wrong -> {
        described.put("state", "rejected");
        wrong.problems().forEach(problem -> problems.add(problem.toString()));
      }
      case Contents.Usable(Description description) -> {
        describe(described.put("state", "effective"), description);
        LabelledRecords.of(description, services).problems().forEach(problems::add);
      }
    }
    LabelPolicies.write(answer.putArray("policies"), services, new Labels());
    answer.set("problems", problems);
    return answer;
  }

  private static void describe(ObjectNode json, Description description) {
    ArrayNode sites = json.putArray("sites");
    description.sites().stream().map(Site::name).forEach(sites::add);
    ArrayNode witnesses = json.putArray("witnesses");
    description.witnesses().forEach(witness -> witnesses.add(witness.name()));
    ArrayNode records = json.putArray("records");
    for (Description.MovedRecord record : description.records()) {
      ObjectNode one = records.addObject().put("record", record.name());
      one.put("ttl", Durations.format(record.ttl()));
      addresses(one.putObject("addresses"), record.addresses());
    }
    addresses(json.putObject("addresses"), description.addresses());
    ArrayNode stacks = json.putArray("stacks");
    for (Description.Stack stack : description.stacks()) {
      ArrayNode order = stacks.addObject().put("stack", stack.name()).putArray("order");
      stack.order().forEach(order::add);
    }
  }

  private static void addresses(ObjectNode json, SortedMap<String, List<String>> all) {
    for (Map.Entry<String, List<String>> entry : all.entrySet()) {
      ArrayNode addresses = json.putArray(entry.getKey());
      entry.getValue().forEach(addresses::add);
    }
  }

  private static final class Labels implements LabelPolicies.Shown {
    @Override
    public boolean concerns(ServicePolicy policy) {
      return policy.failover().isPresent();
    }

    @Override
    public void write(ObjectNode json, ServicePolicy policy) {
      policy.failover().map(FailoverPolicy::record).ifPresent(name -> json.put("record", name));
    }
  }
}
