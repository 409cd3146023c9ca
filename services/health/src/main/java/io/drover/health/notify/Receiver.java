package io.drover.health.notify;

import io.drover.health.decide.alert.Alert;
import io.drover.runtime.status.Dependencies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * One receiver with a thread of its own, so that one that hangs keeps no other waiting. What it did
 * not take it is told of again, each time twice as much later, up to a minute; by then the state of
 * that time.
 */
public final class Receiver implements AutoCloseable {
  /** Characters of an answer; it may be a whole page. */
  private static final int LONGEST_TOLD = 200;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  /** Resends are due by themselves. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final String name;
  private final URI address;
  private final Duration timeout;
  private final Backlog backlog;
  private final BiFunction<List<Alert>, Instant, String> body;
  private final Supplier<Instant> clock;
  private final Dependencies dependencies;
  private final HttpClient client;
  private List<Alert> alerts = List.of();
  private List<Alert> before = List.of();
  private List<Alert> resumed = List.of();
  private boolean news;
  private boolean ended;

  Receiver(
      String name,
      URI address,
      Duration timeout,
      Backlog backlog,
      BiFunction<List<Alert>, Instant, String> body,
      Supplier<Instant> clock,
      Dependencies dependencies) {
    this.name = name;
    this.address = address;
    this.timeout = timeout;
    this.backlog = backlog;
    this.body = body;
    this.clock = clock;
    this.dependencies = dependencies;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  void start() {
    Thread.ofVirtual().name("alerts to " + name).start(this::run);
  }

  /** These fired when somebody else told it of alerts; counts with the next word of all alerts. */
  synchronized void resume(Collection<Alert> firing) {
    resumed = List.copyOf(firing);
  }

  /** How all alerts stand now. */
  synchronized void tell(Collection<Alert> present) {
    alerts = List.copyOf(present);
    if (!resumed.isEmpty()) {
      before = resumed;
      resumed = List.of();
    }
    news = true;
    notifyAll();
  }

  private void run() {
    Duration retry = FIRST_RETRY;
    while (await(LOOK, true)) {
      News taken = take();
      backlog.toldByOthers(taken.before());
      List<Alert> present = taken.present();
      backlog.keepOnly(present);
      List<Alert> due = backlog.due(present, clock.get());
      if (due.isEmpty()) {
        continue;
      }
      try {
        send(due);
        backlog.told(due, clock.get());
        dependencies.up(name, false);
        retry = FIRST_RETRY;
      } catch (IOException | IllegalArgumentException refused) {
        // Its text may hold the address, and the address of a webhook is a secret.
        String why =
            refused instanceof IOException
                ? refused.getMessage()
                : "its address is not one: expected http(s)://host[:port][/path]";
        dependencies.down(name, false, "alerts wait: " + why);
        if (!await(retry, false)) {
          return;
        }
        Duration next = retry.multipliedBy(2);
        retry = next.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : next;
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Both at once: what others told must not be forgotten for not being among older alerts. */
  private synchronized News take() {
    News taken = new News(before, alerts);
    before = List.of();
    news = false;
    return taken;
  }

  private record News(List<Alert> before, List<Alert> present) {}

  /** Waits so long, or until there is news; tells whether to go on. */
  private synchronized boolean await(Duration longest, boolean wakes) {
    long until = System.nanoTime() + longest.toNanos();
    while (!ended && !(wakes && news) && System.nanoTime() < until) {
      try {
        wait(Math.max(1, Duration.ofNanos(until - System.nanoTime()).toMillis()));
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return !ended;
  }

  private void send(List<Alert> due) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.apply(due, clock.get())))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      String said = answer.body().strip();
      throw new IOException(
          "it answered %d %s"
              .formatted(
                  answer.statusCode(), said.substring(0, Math.min(LONGEST_TOLD, said.length()))));
    }
  }

  @Override
  public synchronized void close() {
    ended = true;
    notifyAll();
  }
}
