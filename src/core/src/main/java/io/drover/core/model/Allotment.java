package io.drover.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What each task of a service is given. As a change, what is absent stays as it is.
 *
 * @param reservations what the scheduler sets aside for it
 * @param limits what it can't go beyond
 */
public record Allotment(Resources reservations, Resources limits) {
  public Allotment {
    Objects.requireNonNull(reservations, "reservations");
    Objects.requireNonNull(limits, "limits");
  }

  /** What a service gives its tasks at present. */
  public static Allotment of(ServiceView service) {
    return new Allotment(service.reservations(), service.limits());
  }

  /** Whether this one has all that {@code other} names. */
  public boolean covers(Allotment other) {
    return covers(reservations, other.reservations()) && covers(limits, other.limits());
  }

  private static boolean covers(Resources has, Resources named) {
    return (named.cpu().isEmpty() || named.cpu().equals(has.cpu()))
        && (named.memory().isEmpty() || named.memory().equals(has.memory()))
        && (named.pids().isEmpty() || named.pids().equals(has.pids()));
  }

  /** For people: {@code cpu 500m (limit 1), memory 1Gi}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    part("cpu", reservations.cpu(), limits.cpu()).ifPresent(parts::add);
    part("memory", reservations.memory(), limits.memory()).ifPresent(parts::add);
    limits.pids().ifPresent(most -> parts.add("pids limit " + most));
    return parts.isEmpty() ? "nothing" : String.join(", ", parts);
  }

  private static <T> Optional<String> part(
      String name, Optional<T> reservation, Optional<T> limit) {
    if (reservation.isEmpty()) {
      return limit.map(most -> name + " limit " + most);
    }
    String most = limit.map(amount -> " (limit " + amount + ")").orElse("");
    return Optional.of(name + " " + reservation.get() + most);
  }
}
