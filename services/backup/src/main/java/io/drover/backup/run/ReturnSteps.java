package io.drover.backup.run;

import io.drover.backup.act.Intent;
import io.drover.backup.act.Intents;
import io.drover.backup.act.Stopped;
import io.drover.backup.act.Stopping;
import io.drover.core.decision.Plan;
import io.drover.core.decision.Reason;
import io.drover.engine.EngineException;
import io.drover.runtime.lease.Lease;
import io.drover.runtime.lease.LeaseSettings;
import io.drover.runtime.loop.Key;
import io.drover.runtime.loop.LoopSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Brings back what runs stopped that are no more: their process was killed, or lost its lease, or
 * could not do it. Also keeps the other loops off what live runs have stopped.
 */
public final class ReturnSteps implements LoopSteps<List<Intents.Stored>> {
  private static final Logger LOG = Logger.getLogger(ReturnSteps.class);
  private static final String OTHER = "other ";

  private final Tools tools;
  private final Lease lease;
  private final Predicate<String> isLive;
  private final List<Runnable> others;

  /**
   * Steps under a lease.
   *
   * @param isLive whether a run of this id is under way in this process
   * @param others what else goes on with what was cut off
   */
  public ReturnSteps(Tools tools, Lease lease, Predicate<String> isLive, Runnable... others) {
    this.tools = tools;
    this.lease = lease;
    this.isLive = isLive;
    this.others = List.of(others);
  }

  @Override
  public List<Intents.Stored> observe() {
    return tools.intents().read();
  }

  @Override
  public List<Key> keys(List<Intents.Stored> stored) {
    List<Key> keys = new ArrayList<>();
    // Services come back before anything else is gone on with.
    for (Intents.Stored one : stored) {
      keys.add(
          switch (one) {
            case Intents.Stored.Known(Intent intent, var object) -> new Key(intent.id());
            case Intents.Stored.Unreadable(String name, var why) -> new Key(name);
          });
    }
    for (int i = 0; i < others.size(); i++) {
      keys.add(new Key(OTHER + i));
    }
    return keys;
  }

  @Override
  public void reconcile(Key key, List<Intents.Stored> stored) {
    if (key.id().startsWith(OTHER)) {
      others.get(Integer.parseInt(key.id().substring(OTHER.length()))).run();
      return;
    }
    for (Intents.Stored one : stored) {
      switch (one) {
        case Intents.Stored.Known(Intent intent, var object) when intent.id().equals(key.id()) ->
            handle(intent);
        case Intents.Stored.Unreadable(String name, String why) when name.equals(key.id()) ->
            LOG.error(why);
        default -> {
          // another key's
        }
      }
    }
  }

  private void handle(Intent intent) {
    if (!lease.mayAct(LeaseSettings.STEP_TAKES)) {
      return;
    }
    if (isLive.test(intent.id())) {
      tools.stopping().keepResting(intent.stopped());
      return;
    }
    if (bringBack(tools.stopping(), intent)) {
      tools.intents().end(intent.id());
      tools
          .acts()
          .record(
              Plan.nothing(
                  List.of(
                      Reason.of(
                          "RunInterrupted",
                          "the backup of %s by %s was cut off; %s"
                              .formatted(
                                  intent.subject(),
                                  intent.instance(),
                                  intent.stopped().isEmpty()
                                      ? "it had stopped nothing"
                                      : "what it had stopped is back")))),
              "",
              intent.subject(),
              List.of(),
              Map.of("run", intent.id()));
    }
  }

  /** In reverse order; whether all of them are back. */
  static boolean bringBack(Stopping stopping, Intent intent) {
    List<Stopped> left = new ArrayList<>();
    for (Stopped service : intent.stopped().reversed()) {
      try {
        if (!stopping.bringBack(service)) {
          left.add(service);
        }
      } catch (EngineException unreachable) {
        left.add(service);
      }
    }
    return left.isEmpty();
  }
}
