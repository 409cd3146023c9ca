package io.drover.journal;

import io.drover.journal.spool.Spooled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest decisions that are on disk and not in the database yet, so that queries see them. What
 * no longer fits is still on disk; {@link #isComplete} says whether that happened.
 */
final class Undrained {
  private static final int MOST = 1_000;

  private final Map<Long, JournalEntry> entries = new LinkedHashMap<>();
  private boolean complete = true;

  synchronized void add(JournalEntry entry) {
    entries.put(entry.seq(), entry);
    if (entries.size() > MOST) {
      entries.remove(entries.keySet().iterator().next());
      complete = false;
    }
  }

  synchronized void remove(Collection<Spooled> drained) {
    drained.forEach(record -> entries.remove(record.seq()));
    complete |= entries.isEmpty();
  }

  synchronized boolean isComplete() {
    return complete;
  }

  synchronized List<JournalEntry> all() {
    return new ArrayList<>(entries.values());
  }
}
