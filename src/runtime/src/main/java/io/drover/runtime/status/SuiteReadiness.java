package io.drover.runtime.status;

import io.drover.runtime.loop.LoopStatus;
import io.drover.runtime.wiring.LoopKit;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while every loop completes its rounds and every required dependency works. */
@Readiness
@ApplicationScoped
public class SuiteReadiness implements HealthCheck {
  private final LoopKit loops;
  private final Dependencies dependencies;

  /** Readiness of these. */
  public SuiteReadiness(LoopKit loops, Dependencies dependencies) {
    this.loops = loops;
    this.dependencies = dependencies;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("drover");
    boolean ready = true;
    for (LoopStatus loop : loops.statuses()) {
      ready &= loop.healthy();
      answer.withData("loop " + loop.loop(), loop.healthy() ? "up" : "down: " + loop.lastError());
    }
    for (Dependencies.Dependency dependency : dependencies.all()) {
      ready &= dependency.up() || !dependency.required();
      answer.withData(dependency.name(), dependency.up() ? "up" : "down: " + dependency.reason());
    }
    return answer.status(ready).build();
  }
}
