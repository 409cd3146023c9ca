package io.drover.backup.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which volumes are being worked on: one run at a time for each, be it backup, restore or move. */
public final class Claims {
  private final Map<String, String> holders = new HashMap<>();

  /**
   * Claims all of some volumes, or none.
   *
   * @param holder for people
   * @return who holds one of them already, if anybody does
   */
  public synchronized Optional<String> claim(String holder, List<String> volumes) {
    for (String volume : volumes) {
      if (holders.containsKey(volume)) {
        return Optional.of("volume %s: %s".formatted(volume, holders.get(volume)));
      }
    }
    volumes.forEach(volume -> holders.put(volume, holder));
    return Optional.empty();
  }

  /** Gives up what a holder claimed. */
  public synchronized void release(String holder) {
    holders.values().removeIf(holder::equals);
  }
}
