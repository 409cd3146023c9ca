package io.drover.runtime.http;

import java.util.List;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  private ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** The request is wrong; {@code errors} lists all that is. */
  public static ProblemException badRequest(String detail, List<String> errors) {
    return new ProblemException(Problem.of(400, detail, errors));
  }

  /** There is no such thing. */
  public static ProblemException notFound(String detail) {
    return new ProblemException(Problem.of(404, detail, List.of()));
  }

  /** Somebody else was quicker. */
  public static ProblemException conflict(String detail) {
    return new ProblemException(Problem.of(409, detail, List.of()));
  }

  /** As things are, it can't be done; {@code errors} lists all that is in the way. */
  public static ProblemException conflict(String detail, List<String> errors) {
    return new ProblemException(Problem.of(409, detail, errors));
  }

  /** It can't be answered now, but may be later. */
  public static ProblemException unavailable(String detail) {
    return new ProblemException(Problem.of(503, detail, List.of()));
  }

  /** What to answer. */
  public Problem problem() {
    return problem;
  }
}
