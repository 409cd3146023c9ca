package io.drover.backup.restore;

import io.drover.backup.record.BackupsInUse;
import io.drover.core.decision.Outcome;
import io.drover.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The restores under way, each a Swarm config object {@code drover.restore.<id>}. */
final class RestoreRecords {
  private static final String PREFIX = "drover.restore.";
  private static final String ID = PREFIX + "id";
  private static final String STATE = PREFIX + "state";

  private final Engine engine;

  RestoreRecords(Engine engine) {
    this.engine = engine;
  }

  List<RestoreRecord> read() {
    List<RestoreRecord> all = new ArrayList<>();
    for (Engine.ConfigObject object : engine.configsLabelled(ID)) {
      all.add(RestoreRecord.parse(object.labels().getOrDefault(STATE, "")));
    }
    return all;
  }

  Outcome begin(RestoreRecord record) {
    return engine.createConfig(PREFIX + record.id(), labels(record));
  }

  Outcome write(RestoreRecord record) {
    Optional<Engine.ConfigObject> object = engine.config(PREFIX + record.id());
    return object
        .map(found -> engine.updateConfigLabels(found, labels(record)))
        .orElse(new Outcome.Conflict("the record of the restore is gone"));
  }

  Outcome end(String id) {
    return engine
        .config(PREFIX + id)
        .map(object -> engine.removeConfig(object.id()))
        .orElse(new Outcome.Applied("was gone already"));
  }

  private static Map<String, String> labels(RestoreRecord record) {
    return Map.of(
        ID,
        record.id(),
        STATE,
        record.json(),
        BackupsInUse.LABEL,
        record.request().backup().toString());
  }
}
