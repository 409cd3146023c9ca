package io.drover.placement.decide.moves;

/**
 * A service that has more tasks than documented, for a while.
 *
 * @param serviceName its name, for people
 * @param documented how many it has otherwise
 * @param raised how many it has meanwhile
 * @param keep how many ran when it began, at most {@code documented}: not one less may run until
 *     the end
 */
public record Surge(String serviceName, int documented, int raised, int keep) {
  public Surge {
    if (documented < 0 || raised <= documented || keep < 0 || keep > documented) {
      throw new IllegalArgumentException(
          "not a surge: %d to %d, keeping %d".formatted(documented, raised, keep));
    }
  }
}
