package io.drover.core.policy;

import java.util.Optional;

/** {@code drover.route} labels to a {@link RoutePolicy}. */
final class RouteLabels {
  private static final String PREFIX = "drover.route.";
  private static final int DEFAULT_WEIGHT = 100;
  private static final int UNLIMITED = 0;

  private RouteLabels() {}

  static Optional<RoutePolicy> read(LabelReader labels) {
    Optional<String> first = labels.firstUnder(PREFIX);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Required.check(labels, Vocabulary.ROUTE_BACKEND, first.get());
    Required.check(labels, Vocabulary.ROUTE_PORT, first.get());
    Optional<String> backend = labels.value(Vocabulary.ROUTE_BACKEND);
    Optional<Integer> port = labels.value(Vocabulary.ROUTE_PORT);
    RoutePolicy.Check check =
        labels.value(Vocabulary.ROUTE_CHECK).orElse(new RoutePolicy.Check.Tcp());
    int weight = labels.value(Vocabulary.ROUTE_WEIGHT).orElse(DEFAULT_WEIGHT);
    int maxConnections = labels.value(Vocabulary.ROUTE_MAXCONN).orElse(UNLIMITED);
    return backend.flatMap(
        name -> port.map(number -> new RoutePolicy(name, number, check, weight, maxConnections)));
  }
}
