package io.drover.failover.decide;

/**
 * A place from which both sites are looked at: the watcher's own, or a witness's.
 *
 * @param name its name
 * @param primary what it saw of the primary
 * @param standby what it saw of the stand-by
 */
public record Vantage(String name, Run primary, Run standby) {
  Run of(Side side) {
    return side == Side.PRIMARY ? primary : standby;
  }
}
