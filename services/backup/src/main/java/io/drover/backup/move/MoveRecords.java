package io.drover.backup.move;

import io.drover.core.decision.Outcome;
import io.drover.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The moves under way, each a Swarm config object {@code drover.move.<id>}. */
final class MoveRecords {
  private static final String PREFIX = "drover.move.";
  private static final String ID = PREFIX + "id";
  private static final String STATE = PREFIX + "state";

  private final Engine engine;

  MoveRecords(Engine engine) {
    this.engine = engine;
  }

  List<MoveRecord> read() {
    List<MoveRecord> all = new ArrayList<>();
    for (Engine.ConfigObject object : engine.configsLabelled(ID)) {
      all.add(MoveRecord.parse(object.labels().getOrDefault(STATE, "")));
    }
    return all;
  }

  Outcome begin(MoveRecord record) {
    return engine.createConfig(PREFIX + record.id(), labels(record));
  }

  Outcome write(MoveRecord record) {
    Optional<Engine.ConfigObject> object = engine.config(PREFIX + record.id());
    return object
        .map(found -> engine.updateConfigLabels(found, labels(record)))
        .orElse(new Outcome.Conflict("the record of the move is gone"));
  }

  Outcome end(String id) {
    return engine
        .config(PREFIX + id)
        .map(object -> engine.removeConfig(object.id()))
        .orElse(new Outcome.Applied("was gone already"));
  }

  private static Map<String, String> labels(MoveRecord record) {
    return Map.of(ID, record.id(), STATE, record.json());
  }
}
