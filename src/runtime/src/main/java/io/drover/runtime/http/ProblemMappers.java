package io.drover.runtime.http;

import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request early into problem details. */
public final class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  /** Our own. */
  @ServerExceptionMapper
  public Response problem(ProblemException e) {
    return answer(e.problem());
  }

  /** The framework's: no such path, wrong method, wrong media type, unreadable body. */
  @ServerExceptionMapper
  public Response framework(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    String detail = e.getMessage() == null ? "the request was not accepted" : e.getMessage();
    return answer(Problem.of(status, detail, List.of()));
  }

  /** A role that is not enough. */
  @ServerExceptionMapper
  public Response forbidden(ForbiddenException e) {
    return answer(Problem.of(403, "this token's role does not allow it", List.of()));
  }

  /** A defect of ours: the log has it, the client need not. */
  @ServerExceptionMapper
  public Response unexpected(RuntimeException e) {
    LOG.error("a request failed unexpectedly", e);
    return answer(Problem.of(500, "unexpected failure; the service's log has it", List.of()));
  }

  private static Response answer(Problem problem) {
    return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem).build();
  }
}
