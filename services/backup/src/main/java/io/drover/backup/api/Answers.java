package io.drover.backup.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.drover.backup.decide.move.MovePlan;
import io.drover.backup.decide.restore.RestorePlan;
import io.drover.backup.decide.run.RunPlan;
import io.drover.backup.manifest.MalformedManifestException;
import io.drover.backup.store.NoSuchBackupException;
import io.drover.core.decision.Reason;
import io.drover.engine.EngineException;
import io.drover.runtime.http.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.List;

/** How answers are written, and what failures become. */
@RegisterForReflection(
    targets = {
      RunPlan.class,
      RunPlan.Hook.class,
      RunPlan.Stop.class,
      RunPlan.Volume.class,
      RestorePlan.Item.class,
      RestorePlan.Kind.class,
      RestorePlan.Change.class,
      MovePlan.class,
      MovePlan.Moved.class,
      Reason.class
    })
final class Answers {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private Answers() {}

  static JsonNode json(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Something that asks store or engine. */
  @FunctionalInterface
  interface Asking<T> {
    T get() throws IOException;
  }

  static <T> T asking(Asking<T> what) {
    try {
      return what.get();
    } catch (NoSuchBackupException none) {
      throw ProblemException.notFound(none.getMessage());
    } catch (MalformedManifestException damaged) {
      throw ProblemException.conflict(damaged.getMessage());
    } catch (IOException | EngineException unreachable) {
      throw ProblemException.unavailable(String.valueOf(unreachable.getMessage()));
    }
  }

  static ProblemException refused(String what, List<Reason> reasons) {
    return ProblemException.conflict(what, reasons.stream().map(Reason::toString).toList());
  }
}
