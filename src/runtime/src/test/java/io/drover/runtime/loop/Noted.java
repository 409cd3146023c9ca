package io.drover.runtime.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes how a loop gets on. */
final class Noted implements LoopListener {
  final List<String> observations = new CopyOnWriteArrayList<>();
  final List<String> reconciled = new CopyOnWriteArrayList<>();
  final List<String> failed = new CopyOnWriteArrayList<>();

  @Override
  public void observed(Duration took) {
    observations.add("observed");
  }

  @Override
  public void observeFailed(Exception why) {
    observations.add(String.valueOf(why.getMessage()));
  }

  @Override
  public void reconciled(Key key, Duration took) {
    reconciled.add(key.id());
  }

  @Override
  public void reconcileFailed(Key key, Exception why) {
    failed.add(key.id());
  }
}
