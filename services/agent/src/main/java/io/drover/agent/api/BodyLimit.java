package io.drover.agent.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Bounds the bodies of requests, all but those that fill a volume. Only what says its length is
 * taken: nobody sends orders in chunks.
 */
@ApplicationScoped
public class BodyLimit {
  private static final long LONGEST = 10L << 20;
  private static final int FIRST = -1000;

  void install(@Observes Router router) {
    router.route().order(FIRST).handler(BodyLimit::check);
  }

  private static void check(RoutingContext context) {
    boolean archive =
        context.request().method() == HttpMethod.PUT
            && context.normalizedPath().startsWith("/v1/volumes/")
            && context.normalizedPath().endsWith("/archive");
    String length = context.request().getHeader("Content-Length");
    boolean chunked = context.request().getHeader("Transfer-Encoding") != null;
    if (!archive && (chunked || length != null && isTooLong(length))) {
      context.response().setStatusCode(413).putHeader("Connection", "close").end();
    } else {
      context.next();
    }
  }

  private static boolean isTooLong(String length) {
    try {
      return Long.parseLong(length.strip()) > LONGEST;
    } catch (NumberFormatException wrong) {
      return true;
    }
  }
}
