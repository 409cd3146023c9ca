package io.drover.runtime.status;

import io.drover.runtime.http.Roles;
import io.drover.runtime.pause.PauseAnswer;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.wiring.LoopKit;
import io.drover.runtime.wiring.Suite;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Where this service stands; answers from memory, so also while everything else is away. */
@Path("/v1/status")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
public final class StatusResource {
  private final Suite suite;
  private final LoopKit loops;
  private final PauseSwitch pause;
  private final Dependencies dependencies;

  /** Status of these. */
  public StatusResource(Suite suite, LoopKit loops, PauseSwitch pause, Dependencies dependencies) {
    this.suite = suite;
    this.loops = loops;
    this.pause = pause;
    this.dependencies = dependencies;
  }

  /** Loops, leases, pause, and what is missing. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Loops, leases, pause, and what is missing")
  public StatusAnswer status() {
    Stream<String> stalled =
        loops.statuses().stream()
            .filter(loop -> !loop.healthy())
            .map(loop -> "loop " + loop.loop() + " completes no rounds: " + loop.lastError());
    Stream<String> down =
        dependencies.all().stream()
            .filter(dependency -> !dependency.up())
            .map(dependency -> dependency.name() + ": " + dependency.reason());
    return new StatusAnswer(
        suite.instance(),
        suite.mode().name().toLowerCase(Locale.ROOT),
        PauseAnswer.of(pause.lastRead()),
        loops.statuses(),
        loops.leases(),
        dependencies.all(),
        Stream.of(stalled, down).flatMap(s -> s).toList());
  }
}
