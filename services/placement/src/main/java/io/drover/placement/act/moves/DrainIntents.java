package io.drover.placement.act.moves;

import io.drover.core.decision.Outcome;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.placement.decide.moves.DrainIntent;
import io.drover.placement.decide.moves.DrainIntent.Order;
import io.drover.placement.decide.moves.DrainIntent.Stage;
import io.drover.placement.decide.moves.Surge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The drains under way, each a Swarm config object {@code drover.drain.<node id>} whose labels are
 * its {@link DrainIntent}: they outlive the process, and every manager has them.
 */
public final class DrainIntents {
  private static final String PREFIX = "drover.drain.";
  private static final String NODE = PREFIX + "node";
  private static final String HOSTNAME = PREFIX + "hostname";
  private static final String BEFORE = PREFIX + "before";
  private static final String ALLOW_STOP = PREFIX + "allow-stop";
  private static final String AT = PREFIX + "at";
  private static final String BY = PREFIX + "by";
  private static final String WHY = PREFIX + "why";
  private static final String STAGE = PREFIX + "stage";
  private static final String SURGE = PREFIX + "surge.";

  private final Engine engine;

  /** Drains kept in this Swarm. */
  public DrainIntents(Engine engine) {
    this.engine = engine;
  }

  /** What was read. */
  public sealed interface Stored {
    /** The node that it is about. */
    String nodeId();

    /** A drain. */
    record Known(DrainIntent intent, Engine.ConfigObject object) implements Stored {
      @Override
      public String nodeId() {
        return intent.nodeId();
      }
    }

    /**
     * Something that can't be read; nothing is done about that node until it is mended.
     *
     * @param why what is wrong
     */
    record Unreadable(String nodeId, String why) implements Stored {}
  }

  /**
   * All that are under way, by node.
   *
   * @throws EngineException when the engine can't be read from
   */
  public List<Stored> read() {
    List<Stored> all = new ArrayList<>();
    engine.configsLabelled(NODE).forEach(object -> all.add(stored(object)));
    all.sort(Comparator.comparing(Stored::nodeId));
    return all;
  }

  /**
   * The one of this node, if there is one.
   *
   * @throws EngineException when the engine can't be read from
   */
  public Optional<Stored> of(String nodeId) {
    return engine.config(PREFIX + nodeId).map(DrainIntents::stored);
  }

  /** Begins one; {@link Outcome.Conflict} when there is one for that node already. */
  public Outcome begin(DrainIntent intent) {
    return engine.createConfig(PREFIX + intent.nodeId(), labels(intent));
  }

  /** Writes one down further on; {@link Outcome.Conflict} when somebody else wrote meanwhile. */
  public Outcome write(Stored.Known from, DrainIntent next) {
    return next.equals(from.intent())
        ? new Outcome.Applied("")
        : engine.updateConfigLabels(from.object(), labels(next));
  }

  /** Takes one away that is over. */
  public Outcome end(Stored.Known over) {
    return engine.removeConfig(over.object().id());
  }

  private static Stored stored(Engine.ConfigObject object) {
    String nodeId = object.labels().getOrDefault(NODE, "");
    try {
      return new Stored.Known(intent(nodeId, new Texts(object)), object);
    } catch (IllegalArgumentException malformed) {
      return new Stored.Unreadable(
          nodeId,
          "the drain in the config object %s can't be read: %s"
              .formatted(object.name(), malformed.getMessage()));
    }
  }

  private static DrainIntent intent(String nodeId, Texts texts) {
    Map<String, Surge> surges = new TreeMap<>();
    texts.under(SURGE).forEach((id, text) -> surges.put(id, SurgeText.parse(text)));
    return new DrainIntent(
        nodeId,
        texts.text(HOSTNAME),
        texts.text(BEFORE),
        new Order(
            Boolean.parseBoolean(texts.text(ALLOW_STOP)),
            texts.moment(AT),
            texts.text(BY),
            texts.text(WHY)),
        Stage.valueOf(texts.text(STAGE)),
        surges);
  }

  private static Map<String, String> labels(DrainIntent intent) {
    Map<String, String> labels = new HashMap<>();
    labels.put(NODE, intent.nodeId());
    labels.put(HOSTNAME, intent.hostname());
    labels.put(BEFORE, intent.before());
    labels.put(ALLOW_STOP, Boolean.toString(intent.order().allowStop()));
    labels.put(AT, intent.order().at().toString());
    labels.put(BY, intent.order().by());
    labels.put(WHY, intent.order().why());
    labels.put(STAGE, intent.stage().name());
    intent.surges().forEach((id, surge) -> labels.put(SURGE + id, SurgeText.write(surge)));
    return labels;
  }
}
