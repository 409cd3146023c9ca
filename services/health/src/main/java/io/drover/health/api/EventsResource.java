package io.drover.health.api;

import io.drover.health.record.EventHub;
import io.drover.health.record.EventJson;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.drover.runtime.time.TimeSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What happens to incidents, as it happens: server-sent events. */
@Path("/v1/events")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
public final class EventsResource {
  /** A client that went away is noticed by what can't be sent to it. */
  private static final Duration ALIVE_EVERY = Duration.ofSeconds(15);

  private final EventHub hub;
  private final TimeSource time;

  /** Events of this hub. */
  public EventsResource(EventHub hub, TimeSource time) {
    this.hub = hub;
    this.time = time;
  }

  /** From now on, until the client goes; a client that is too slow is cut off. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "What happens to incidents, as server-sent events of JSON",
      description = "One object each: type incident, or alive every 15 seconds.")
  public Multi<String> events() {
    if (hub.size() >= EventHub.MOST_LISTENERS) {
      throw ProblemException.unavailable(
          "%d clients listen already, which is as many as may".formatted(EventHub.MOST_LISTENERS));
    }
    Multi<String> alive =
        Multi.createFrom()
            .ticks()
            .every(ALIVE_EVERY)
            .onOverflow()
            .drop()
            .map(tick -> EventJson.alive(time.now().wall()));
    Multi<String> happening =
        Multi.createFrom()
            .<String>emitter(this::listen, BackPressureStrategy.IGNORE)
            .onOverflow()
            .buffer(EventHub.MOST_WAITING);
    return Multi.createBy().merging().streams(happening, alive);
  }

  private void listen(MultiEmitter<? super String> emitter) {
    Consumer<String> listener = emitter::emit;
    if (!hub.add(listener)) {
      emitter.fail(new IllegalStateException("too many clients listen"));
      return;
    }
    emitter.onTermination(() -> hub.remove(listener));
    emitter.emit(EventJson.alive(time.now().wall()));
  }
}
