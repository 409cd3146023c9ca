package io.drover.backup.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is known of the runs: those under way, and the last ones that are over. */
public final class RunBoard {
  private static final int REMEMBERED = 200;

  private final Map<String, RunView> views = new LinkedHashMap<>();
  private final List<RunListener> listeners = new CopyOnWriteArrayList<>();

  /** Whoever wants to hear of runs. */
  public void listen(RunListener listener) {
    listeners.add(listener);
  }

  /** All, newest first. */
  public synchronized List<RunView> all() {
    List<RunView> all = new ArrayList<>(views.values());
    all.sort(Comparator.comparing(RunView::startedAt).thenComparing(RunView::id).reversed());
    return all;
  }

  /** One of them. */
  public synchronized Optional<RunView> find(String id) {
    return Optional.ofNullable(views.get(id));
  }

  void show(RunView view) {
    synchronized (this) {
      views.put(view.id(), view);
      Optional<String> oldest =
          views.values().stream().filter(one -> one.stage().isOver()).map(RunView::id).findFirst();
      if (views.size() > REMEMBERED) {
        oldest.ifPresent(views::remove);
      }
    }
    listeners.forEach(listener -> listener.progressed(view));
  }

  void finish(RunView view, List<String> services) {
    show(view);
    listeners.forEach(listener -> listener.finished(view, services));
  }
}
