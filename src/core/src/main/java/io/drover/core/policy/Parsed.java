package io.drover.core.policy;

import java.util.List;

/** What reading a service's labels came to. */
public sealed interface Parsed {

  /**
   * The labels are right.
   *
   * @param policy what they ask for
   * @param warnings what should be looked at but does no harm, such as labels in the wrong place
   */
  record Governed(ServicePolicy policy, List<PolicyProblem> warnings) implements Parsed {
    public Governed {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * No label of ours anywhere: never to be touched.
   *
   * @param service the service's full name
   */
  record Ungoverned(String service) implements Parsed {}

  /**
   * Something is wrong: the service is left alone as it is, and its operator told.
   *
   * @param service the service's full name
   * @param problems everything that is wrong, in the order of the keys; at least one
   */
  record Rejected(String service, List<PolicyProblem> problems) implements Parsed {
    public Rejected {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("a rejection needs a problem: " + service);
      }
    }
  }
}
