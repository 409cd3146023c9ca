package io.drover.scaling.api;

import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.runtime.http.ProblemException;
import io.drover.scaling.record.ServiceStatus;
import io.drover.scaling.record.StatusBoard;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The services that operators name. A pause is for the whole suite, so it holds for every service
 * of the Swarm; a count is for those that are scaled.
 */
@ApplicationScoped
public class OrderedServices {
  private final StatusBoard board;
  private final Engine engine;

  OrderedServices(StatusBoard board, Engine engine) {
    this.board = board;
    this.engine = engine;
  }

  /** The id of a service that is scaled; a problem where it is none, or where nobody can tell. */
  public String scaled(String name) {
    return ServicesResource.find(board, name).serviceId();
  }

  /**
   * The id of a service of the Swarm; a problem where it has none of this name.
   *
   * @throws EngineException when the engine can't be asked
   */
  public String any(String name) {
    return board
        .named(name)
        .map(ServiceStatus::serviceId)
        .or(() -> inspected(name, "Name").map(Inspected::id))
        .orElseThrow(() -> ProblemException.notFound("no service is named " + name));
  }

  /**
   * The name of a service, unless it is gone.
   *
   * @throws EngineException when the engine can't be asked
   */
  public Optional<String> nameOf(String id) {
    return board.all().stream()
        .filter(status -> status.serviceId().equals(id))
        .findFirst()
        .map(ServiceStatus::service)
        .or(() -> inspected(id, "ID").map(Inspected::name));
  }

  private record Inspected(String id, String name) {}

  /** The engine also answers to the beginning of an id: only the whole one is meant. */
  private Optional<Inspected> inspected(String which, String by) {
    String path = "/services/" + URLEncoder.encode(which, StandardCharsets.UTF_8);
    return engine
        .inspect(path)
        .map(answer -> answer.tree())
        .map(
            tree ->
                new Inspected(tree.path("ID").asText(), tree.path("Spec").path("Name").asText()))
        .filter(one -> which.equals(by.equals("ID") ? one.id() : one.name()));
  }
}
