package io.drover.agent.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.agent.model.Container;
import io.drover.agent.model.metrics.MetricValue;
import io.drover.agent.model.metrics.Target;
import io.drover.agent.observe.Scraper;
import io.drover.agent.record.NodeIdentity;
import io.drover.agent.record.Samples;
import io.drover.agent.record.Scraped;
import io.drover.agent.record.Scraped.Page;
import io.drover.agent.record.Wanted;
import io.drover.core.model.Durations;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.Moment;
import io.drover.runtime.time.TimeSource;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * What tasks of this node tell of themselves. Control services say what they want, since only
 * managers see a service's labels. Answers from memory; what is new is asked for meanwhile.
 */
@Path("/v1/scrape")
@RolesAllowed(Roles.AGENT)
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class ScrapeResource {
  private final Samples samples;
  private final Wanted wanted;
  private final Scraped scraped;
  private final Scraper scraper;
  private final NodeIdentity node;
  private final TimeSource time;

  /** A view of what was scraped. */
  public ScrapeResource(
      Samples samples,
      Wanted wanted,
      Scraped scraped,
      Scraper scraper,
      NodeIdentity node,
      TimeSource time) {
    this.samples = samples;
    this.wanted = wanted;
    this.scraped = scraped;
    this.scraper = scraper;
    this.node = node;
    this.time = time;
  }

  /** Takes what is wanted, and answers what is known of it. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Metrics of this node's tasks, which the agent asks them for",
      description =
          "Body: window (1s to 60s) and targets, each with serviceId, port, path and names. The agent"
              + " goes on asking for two minutes. Counters are rates per second over the window.")
  public String scrape(String body) {
    ScrapeRequest request = ScrapeRequest.read(body);
    Moment now = time.now();
    if (wanted.want(request.targets(), now)) {
      scraper.hasten();
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("node").put("id", node.get().id()).put("hostname", node.get().hostname());
    answer.put("at", now.wall().toString());
    ArrayNode tasks = answer.putArray("tasks");
    for (Container container : samples.containers()) {
      for (Target target : request.targets()) {
        if (target.serviceId().equals(container.serviceId())) {
          write(tasks.addObject(), container, target, request.window(), now);
        }
      }
    }
    return answer.toString();
  }

  private void write(
      ObjectNode task, Container container, Target target, Duration window, Moment now) {
    task.put("service", container.service());
    task.put("serviceId", container.serviceId());
    task.put("taskId", container.taskId());
    ObjectNode metrics = task.putObject("metrics");
    for (String name : target.names()) {
      ObjectNode metric = metrics.putObject(name);
      switch (scraped.value(Page.of(container, target), name, window, now)) {
        case MetricValue.Known(double value, Moment sampledAt, Duration covered) ->
            metric
                .put("value", value)
                .put("sampledAt", sampledAt.wall().toString())
                .put("window", Durations.format(covered));
        case MetricValue.Unknown(String reason) -> metric.put("unknown", reason);
      }
    }
  }
}
