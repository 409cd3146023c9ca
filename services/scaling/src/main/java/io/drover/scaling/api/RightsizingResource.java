package io.drover.scaling.api;

import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskView;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.drover.scaling.decide.sizing.ServiceSize;
import io.drover.scaling.decide.sizing.UsedHour;
import io.drover.scaling.record.UsageHistory;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What services use against what is set aside for them, and what would do. */
@Path("/v1/rightsizing")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
public final class RightsizingResource {
  private static final Pattern DAYS = Pattern.compile("[1-9][0-9]{0,2}");
  private static final int MOST_DAYS = 365;

  private final UsageHistory history;
  private final Engine engine;
  private final TimeSource time;

  /** The report on this history and the services that there are. */
  public RightsizingResource(UsageHistory history, Engine engine, TimeSource time) {
    this.history = history;
    this.engine = engine;
    this.time = time;
  }

  /**
   * All services, by name.
   *
   * @param days of how many days, up to now
   * @param format json or csv
   */
  @GET
  @RunOnVirtualThread
  @Operation(summary = "Usage of every service against its reservations and limits, and new ones")
  public Response report(
      @QueryParam("days") @DefaultValue("7") String days,
      @QueryParam("format") @DefaultValue("json") String format) {
    Duration span = span(days);
    if (!format.equals("json") && !format.equals("csv")) {
      throw ProblemException.badRequest(
          "the request has mistakes", List.of("format: expected json or csv"));
    }
    RightsizingAnswer answer = answer(time.now().wall(), span);
    return format.equals("csv")
        ? Response.ok(answer.csv()).type("text/csv; charset=utf-8").build()
        : Response.ok(answer.json().toString()).type(MediaType.APPLICATION_JSON).build();
  }

  private static Duration span(String days) {
    if (!DAYS.matcher(days).matches() || Integer.parseInt(days) > MOST_DAYS) {
      throw ProblemException.badRequest(
          "the request has mistakes",
          List.of("days: expected a whole number from 1 to " + MOST_DAYS));
    }
    return Duration.ofDays(Integer.parseInt(days));
  }

  private RightsizingAnswer answer(Instant now, Duration span) {
    try {
      var snapshot = engine.snapshot();
      List<ServiceView> services =
          snapshot.services().stream().sorted(Comparator.comparing(ServiceView::name)).toList();
      UsageHistory.Known known =
          history.used(services.stream().map(ServiceView::name).toList(), now.minus(span));
      List<ServiceSize> sizes =
          services.stream()
              .map(
                  service ->
                      ServiceSize.of(
                          service,
                          tasks(service, snapshot.tasks()),
                          known.used().getOrDefault(service.name(), UsedHour.NONE)))
              .toList();
      return new RightsizingAnswer(sizes, known, span.toDays());
    } catch (EngineException unreachable) {
      throw ProblemException.unavailable(unreachable.getMessage());
    }
  }

  private static int tasks(ServiceView service, List<TaskView> tasks) {
    return service.mode() instanceof ServiceView.Mode.Replicated(int replicas)
        ? replicas
        : (int)
            tasks.stream()
                .filter(task -> task.serviceId().equals(service.id()) && task.isRunning())
                .count();
  }
}
