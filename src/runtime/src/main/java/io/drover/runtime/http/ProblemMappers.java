package io.drover.runtime.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.drover.engine.EngineException;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;
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
    if (e.getCause() instanceof JsonProcessingException unreadable) {
      return unreadable(unreadable);
    }
    int status = e.getResponse().getStatus();
    String detail = e.getMessage() == null ? "the request was not accepted" : e.getMessage();
    return answer(Problem.of(status, detail, List.of()));
  }

  /** A body that is no JSON, or not the JSON that is expected. */
  @ServerExceptionMapper
  public Response unreadable(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String place =
        at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
    String mistake =
        switch (e) {
          case MismatchedInputException wrong ->
              "not what is expected at '%s'".formatted(fields(wrong));
          case JsonProcessingException broken -> broken.getOriginalMessage();
        };
    return answer(Problem.of(400, "the body can't be read", List.of(place + mistake)));
  }

  private static String fields(MismatchedInputException wrong) {
    return wrong.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  /** The engine is away. */
  @ServerExceptionMapper
  public Response engine(EngineException e) {
    return answer(Problem.of(503, "the engine did not answer: " + e.getMessage(), List.of()));
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
