package io.drover.agent.api;

import io.drover.core.decision.Outcome;
import io.drover.engine.EngineException;
import io.drover.runtime.http.ProblemException;

/** Engines' refusals as answers. */
final class EngineProblems {
  private EngineProblems() {}

  static ProblemException of(EngineException refused) {
    return of(refused.kind(), refused.getMessage());
  }

  static ProblemException of(Outcome.Kind kind, String message) {
    return switch (kind) {
      case NOT_FOUND -> ProblemException.notFound(message);
      case UNAVAILABLE -> ProblemException.unavailable(message);
      case REJECTED -> ProblemException.conflict(message);
    };
  }
}
