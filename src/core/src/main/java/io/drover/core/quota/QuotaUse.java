package io.drover.core.quota;

import io.drover.core.model.Quantity;
import io.drover.core.model.Reading;
import io.drover.core.policy.QuotaResource;
import io.drover.core.policy.StackQuota;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How a quota is used.
 *
 * @param quota the quota
 * @param lines one for each resource that it names, in the order of {@link QuotaResource}
 */
public record QuotaUse(StackQuota quota, List<Line> lines) {
  private static final int MOST_NAMED = 3;

  /** How a resource stands. */
  public enum State {
    WITHIN,
    /** Within, but an update that starts tasks before it ends others would go beyond it. */
    TIGHT,
    EXCEEDED,
    /** It can't be told. */
    UNKNOWN
  }

  public QuotaUse {
    Objects.requireNonNull(quota, "quota");
    lines = List.copyOf(lines);
  }

  /**
   * One resource.
   *
   * @param hard the most there may be
   * @param used what there is while nothing is updated
   * @param surge how much more there may be while all services are updated
   * @param parts what services have part in it, in the order of their names
   */
  public record Line(
      QuotaResource resource,
      Quantity hard,
      Reading<Quantity> used,
      Quantity surge,
      List<Part> parts) {
    public Line {
      parts = List.copyOf(parts);
    }

    /** How it stands. */
    public State state() {
      return switch (used) {
        case Reading.Unknown<Quantity> unknown -> State.UNKNOWN;
        case Reading.Known<Quantity>(Quantity amount, var at) -> {
          if (amount.compareTo(hard) > 0) {
            yield State.EXCEEDED;
          }
          BigDecimal most = amount.amount().add(surge.amount());
          yield most.compareTo(hard.amount()) > 0 ? State.TIGHT : State.WITHIN;
        }
      };
    }

    /** The names of services that don't declare what they take of it. */
    public List<String> undeclared() {
      return parts.stream().filter(part -> !part.declared()).map(Part::service).toList();
    }

    /** For people: {@code pods 6 of 5 (shop_web 4, shop_api 2)}. */
    public String describe() {
      String amount =
          switch (used) {
            case Reading.Known<Quantity>(Quantity known, var at) ->
                (undeclared().isEmpty() ? "" : "at least ") + known;
            case Reading.Unknown<Quantity>(String reason) -> "unknown (" + reason + ")";
          };
      String largest =
          parts.stream()
              .filter(part -> part.used().amount().signum() > 0)
              .sorted(Comparator.comparing(Part::used).reversed().thenComparing(Part::service))
              .limit(MOST_NAMED)
              .map(part -> part.service() + " " + part.used())
              .collect(Collectors.joining(", "));
      return "%s %s of %s%s"
          .formatted(resource.key(), amount, hard, largest.isEmpty() ? "" : " (" + largest + ")");
    }
  }

  /**
   * What one service takes of a resource.
   *
   * @param serviceId its id
   * @param service its name
   * @param used while it is not updated
   * @param surge how much more while it is
   * @param declared whether it says what it takes; where it does not, {@code used} is 0 and may be
   *     any amount
   */
  public record Part(
      String serviceId, String service, Quantity used, Quantity surge, boolean declared) {}

  /** The resources of which there is more than there may be. */
  public List<Line> exceeded() {
    return lines.stream().filter(line -> line.state() == State.EXCEEDED).toList();
  }
}
