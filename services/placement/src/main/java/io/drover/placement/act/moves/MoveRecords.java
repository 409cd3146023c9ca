package io.drover.placement.act.moves;

import io.drover.core.decision.Outcome;
import io.drover.engine.Engine;
import io.drover.engine.EngineException;
import io.drover.placement.decide.moves.MoveRecord;
import io.drover.placement.decide.moves.MoveRecord.Lesson;
import io.drover.placement.decide.moves.MoveRecord.Lie;
import io.drover.placement.decide.moves.MoveRecord.Move;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is remembered of moves, a Swarm config object {@code drover.move.<service id>} for each
 * service that was ever moved: the move under way outlives the process, and so do the budget and
 * what did not help.
 */
public final class MoveRecords {
  private static final String PREFIX = "drover.move.";
  private static final String SERVICE = PREFIX + "service";
  private static final String STAGE = PREFIX + "stage";
  private static final String SURGE = PREFIX + "surge";
  private static final String VERSION = PREFIX + "version";
  private static final String FROM = PREFIX + "from";
  private static final String TO = PREFIX + "to";
  private static final String SITUATION = PREFIX + "situation";
  private static final String RECENT = PREFIX + "recent";
  private static final String LESSON_HELPED = PREFIX + "lesson.helped";
  private static final String LESSON_FROM = PREFIX + "lesson.situation";
  private static final String LESSON_AT = PREFIX + "lesson.at";
  private static final String LESSON_TEXT = PREFIX + "lesson.text";

  private static final String NONE = "none";
  private static final String RAISING = "raising";
  private static final String LOWERING = "lowering";
  private static final String REPLACING = "replacing";

  private final Engine engine;

  /** Records kept in this Swarm. */
  public MoveRecords(Engine engine) {
    this.engine = engine;
  }

  /**
   * What is stored.
   *
   * @param objects the objects, by service id
   * @param records what they say, by service id; without those that can't be read
   * @param problems what can't be read
   */
  public record Stored(
      Map<String, Engine.ConfigObject> objects,
      Map<String, MoveRecord> records,
      List<String> problems) {
    public Stored {
      objects = Map.copyOf(objects);
      records = Map.copyOf(records);
      problems = List.copyOf(problems);
    }
  }

  /**
   * All that there are.
   *
   * @throws EngineException when the engine can't be read from
   */
  public Stored read() {
    Map<String, Engine.ConfigObject> objects = new HashMap<>();
    Map<String, MoveRecord> records = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (Engine.ConfigObject object : engine.configsLabelled(SERVICE)) {
      String id = object.labels().get(SERVICE);
      objects.put(id, object);
      try {
        records.put(id, record(id, new Texts(object)));
      } catch (IllegalArgumentException malformed) {
        problems.add(
            "the moves in the config object %s can't be read: %s"
                .formatted(object.name(), malformed.getMessage()));
      }
    }
    return new Stored(objects, records, problems);
  }

  /** Writes one down; {@link Outcome.Conflict} when somebody else wrote meanwhile. */
  public Outcome write(Stored from, MoveRecord next) {
    Engine.ConfigObject object = from.objects().get(next.serviceId());
    return object == null
        ? engine.createConfig(PREFIX + next.serviceId(), labels(next))
        : engine.updateConfigLabels(object, labels(next));
  }

  /** Takes the record of a service away that is gone. */
  public Outcome forget(Stored from, String serviceId) {
    Engine.ConfigObject object = from.objects().get(serviceId);
    return object == null ? new Outcome.Applied("") : engine.removeConfig(object.id());
  }

  private static MoveRecord record(String id, Texts texts) {
    return new MoveRecord(
        id,
        move(texts),
        moments(texts.text(RECENT)),
        new Lesson(
            Boolean.parseBoolean(texts.text(LESSON_HELPED)),
            texts.text(LESSON_FROM),
            texts.moment(LESSON_AT),
            texts.text(LESSON_TEXT)));
  }

  private static Move move(Texts texts) {
    String stage = texts.text(STAGE);
    return switch (stage) {
      case NONE -> new Move.None();
      case RAISING -> new Move.Raising(SurgeText.parse(texts.text(SURGE)), lie(texts));
      case LOWERING -> new Move.Lowering(SurgeText.parse(texts.text(SURGE)), lie(texts));
      case REPLACING -> new Move.Replacing(Long.parseLong(texts.text(VERSION)), lie(texts));
      default -> throw new IllegalArgumentException("no such stage: " + stage);
    };
  }

  private static Lie lie(Texts texts) {
    return new Lie(texts.text(FROM), texts.text(TO), texts.text(SITUATION));
  }

  private static List<Instant> moments(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",")).map(moment -> Texts.moment(RECENT, moment)).toList();
  }

  private static Map<String, String> labels(MoveRecord record) {
    Map<String, String> labels = new HashMap<>();
    labels.put(SERVICE, record.serviceId());
    labels.put(
        RECENT, record.recent().stream().map(Instant::toString).collect(Collectors.joining(",")));
    labels.put(LESSON_HELPED, Boolean.toString(record.lesson().helped()));
    labels.put(LESSON_FROM, record.lesson().situation());
    labels.put(LESSON_AT, record.lesson().at().toString());
    labels.put(LESSON_TEXT, record.lesson().text());
    switch (record.move()) {
      case Move.None none -> labels.put(STAGE, NONE);
      case Move.Raising(var surge, Lie lie) -> {
        labels.put(STAGE, RAISING);
        labels.put(SURGE, SurgeText.write(surge));
        put(labels, lie);
      }
      case Move.Lowering(var surge, Lie lie) -> {
        labels.put(STAGE, LOWERING);
        labels.put(SURGE, SurgeText.write(surge));
        put(labels, lie);
      }
      case Move.Replacing(long version, Lie lie) -> {
        labels.put(STAGE, REPLACING);
        labels.put(VERSION, Long.toString(version));
        put(labels, lie);
      }
    }
    return labels;
  }

  private static void put(Map<String, String> labels, Lie lie) {
    labels.put(FROM, lie.from());
    labels.put(TO, lie.to());
    labels.put(SITUATION, lie.situation());
  }
}
