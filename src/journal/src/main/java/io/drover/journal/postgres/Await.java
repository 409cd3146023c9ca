package io.drover.journal.postgres;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Runs reactive work on a Vert.x context of its own and lets a plain or virtual thread wait for it.
 * Work that takes too long is not waited for any more, but not cancelled either: a session may be
 * closed on its own context only, and the database's statement timeout ends it.
 */
final class Await {
  private final Vertx vertx;
  private final Duration longest;

  Await(Vertx vertx, Duration longest) {
    this.vertx = vertx;
    this.longest = longest;
  }

  /**
   * Its result.
   *
   * @throws io.smallrye.mutiny.TimeoutException when it takes longer than is allowed
   */
  <T> T result(Supplier<Uni<? extends T>> work) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("an event loop must not wait for the database");
    }
    Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    VertxContextSafetyToggle.setContextSafe(context, true);
    return Uni.createFrom()
        .<T>deferred(work)
        .runSubscriptionOn(command -> context.runOnContext(ignored -> command.run()))
        .await()
        .atMost(longest);
  }
}
