package io.drover.scaling.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.model.MalformedValueException;
import io.drover.manifests.JsonFields;
import io.drover.runtime.http.RequestJson;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.drover.scaling.decide.Asked;
import io.drover.scaling.observe.StepRequests;
import io.drover.scaling.record.ServiceStatus;
import io.drover.scaling.record.StatusBoard;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * A receiver for Alertmanager's webhooks (payload version 4). An alert that fires with the labels
 * {@code drover_service} and {@code drover_scale}, {@code up} or {@code down}, asks for one task
 * more or less, within the policy; each repetition asks for another one.
 */
@Path("/v1/hooks/alertmanager")
@RolesAllowed(Roles.OPERATOR)
public final class AlertmanagerResource {
  private static final String SERVICE = "drover_service";
  private static final String SCALE = "drover_scale";

  /** It is shown in terminals and logs. */
  private static final int LONGEST_NAME = 200;

  private final StatusBoard board;
  private final StepRequests steps;
  private final TimeSource time;

  /** A receiver that asks these. */
  public AlertmanagerResource(StatusBoard board, StepRequests steps, TimeSource time) {
    this.board = board;
    this.steps = steps;
    this.time = time;
  }

  /** Says of each alert what was made of it. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  @Operation(summary = "Takes Alertmanager's alerts: one task more or less, within the policy")
  public String receive(String body) {
    List<String> problems = new ArrayList<>();
    JsonFields payload = JsonFields.of(RequestJson.parse(body), problems);
    payload.require("alerts");
    List<Alert> alerts = payload.objects("alerts").stream().map(Alert::read).toList();
    if (!problems.isEmpty()) {
      throw RequestJson.mistakes(problems);
    }
    ServicesResource.requireDecisions(board);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode asked = answer.putArray("asked");
    ArrayNode passedOver = answer.putArray("passedOver");
    for (Alert alert : alerts) {
      String why = take(alert);
      ObjectNode json = (why.isEmpty() ? asked : passedOver).addObject();
      json.put("alert", alert.name()).put("service", alert.service()).put("scale", alert.scale());
      if (!why.isEmpty()) {
        json.put("why", why);
      }
    }
    return answer.toString();
  }

  /** Asks for what an alert asks for; returns why not, or empty text. */
  private String take(Alert alert) {
    if (!alert.status().equals("firing")) {
      return "it is " + alert.status() + ", not firing";
    }
    if (!alert.scale().equals("up") && !alert.scale().equals("down")) {
      return "its label " + SCALE + " is not up or down";
    }
    Optional<ServiceStatus> service = board.named(alert.service());
    if (service.isEmpty()) {
      return "its label " + SERVICE + " names no service with scaling labels or a manifest";
    }
    steps.ask(
        service.get().serviceId(),
        new Asked.Step(
            alert.scale().equals("up"),
            "alert " + MalformedValueException.visible(alert.name(), LONGEST_NAME)),
        time.now().wall());
    return "";
  }

  /** One alert, as far as it matters here. */
  private record Alert(String status, String name, String service, String scale) {
    static Alert read(JsonFields alert) {
      JsonFields labels = alert.object("labels");
      return new Alert(
          alert.text("status", ""),
          labels.text("alertname", ""),
          labels.text(SERVICE, ""),
          labels.text(SCALE, ""));
    }
  }
}
