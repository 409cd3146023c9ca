package io.drover.testkit.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Tells what happens to all that listen. */
final class Events {
  private final Raft raft;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private boolean silent;

  Events(Raft raft) {
    this.raft = raft;
  }

  /** One listener's lines. */
  static final class Subscription {
    private static final Optional<String> END = Optional.empty();
    private final Filters filters;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private Subscription(Filters filters) {
      this.filters = filters;
    }

    /** The next line; absent at the end. */
    Optional<String> take() throws InterruptedException {
      return lines.take();
    }

    void end() {
      lines.add(END);
    }
  }

  synchronized Subscription subscribe(Filters filters) {
    Subscription subscription = new Subscription(filters);
    subscriptions.add(subscription);
    return subscription;
  }

  synchronized void unsubscribe(Subscription subscription) {
    subscriptions.remove(subscription);
  }

  synchronized void silence(boolean silent) {
    this.silent = silent;
  }

  synchronized void tell(String type, String action, String id, Map<String, String> attributes) {
    if (silent) {
      return;
    }
    Instant now = raft.now();
    ObjectNode event = Json.object().put("Type", type).put("Action", action);
    ObjectNode actor = event.putObject("Actor").put("ID", id);
    Json.put(actor, "Attributes", attributes);
    event.put("scope", type.equals("container") ? "local" : "swarm");
    event.put("time", now.getEpochSecond());
    event.put("timeNano", now.getEpochSecond() * 1_000_000_000L + now.getNano());
    String line = Json.write(event) + "\n";
    subscriptions.stream()
        .filter(subscription -> subscription.filters.allow("type", type))
        .forEach(subscription -> subscription.lines.add(Optional.of(line)));
  }
}
