package io.drover.journal.wiring;

import java.util.Map;

/** One whose PostgreSQL runs when the application starts. */
public final class RunningEnvironment extends Environment {

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = super.start();
    postgres().start();
    return settings;
  }
}
