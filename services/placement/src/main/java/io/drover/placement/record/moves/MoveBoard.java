package io.drover.placement.record.moves;

import io.drover.core.decision.Reason;
import io.drover.placement.decide.moves.Balance.Finding;
import io.drover.placement.decide.moves.MoveRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the last round found, for whoever asks: only the holder of the lease knows. */
@ApplicationScoped
public class MoveBoard {
  private final Map<String, Reason> drains = new ConcurrentHashMap<>();
  private volatile Survey survey = new Survey("no round has ended yet", List.of(), List.of(), 0, 0);

  /**
   * What evening out comes to.
   *
   * @param missing why nothing is known; empty text when it is
   * @param services all that ask for it, by name
   * @param holding what holds moves back, if anything
   * @param made how many moves began within an hour
   * @param perHour how many may
   */
  public record Survey(
      String missing, List<Service> services, List<Reason> holding, int made, int perHour) {
    public Survey {
      services = List.copyOf(services);
      holding = List.copyOf(holding);
    }
  }

  /**
   * A service that asks for it.
   *
   * @param name the service
   * @param counts how many of its tasks are on each node, by host name
   * @param finding whether it would lie better
   * @param against why it is not moved although it would; none or one
   * @param record what is remembered of its moves
   */
  public record Service(
      String name,
      Map<String, Integer> counts,
      Finding finding,
      List<Reason> against,
      MoveRecord record) {
    public Service {
      counts = Map.copyOf(counts);
      against = List.copyOf(against);
    }
  }

  /** What a drain does or waits for. */
  public void drain(String nodeId, Reason what) {
    drains.put(nodeId, what);
  }

  /** What the drain of this node does or waits for, or how the last one ended. */
  public Optional<Reason> drain(String nodeId) {
    return Optional.ofNullable(drains.get(nodeId));
  }

  /** What evening out comes to. */
  public void survey(Survey found) {
    survey = found;
  }

  /** What evening out comes to. */
  public Survey survey() {
    return survey;
  }

  /** This instance knows nothing, for this reason. */
  public void standBy(String why) {
    survey = new Survey(why, List.of(), List.of(), 0, 0);
    drains.clear();
  }
}
