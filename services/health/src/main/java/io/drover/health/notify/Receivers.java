package io.drover.health.notify;

import io.drover.health.IncidentsConfig;
import io.drover.health.decide.alert.Alert;
import io.drover.runtime.status.Dependencies;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** All that are told of alerts; each is reported to status under its own name. */
public final class Receivers implements AutoCloseable {
  private static final Duration NEVER = Duration.ofSeconds(-1);

  private final List<Receiver> receivers;

  /** These. */
  public Receivers(List<Receiver> receivers) {
    this.receivers = List.copyOf(receivers);
  }

  /** Those of these settings. */
  public static Receivers of(
      IncidentsConfig config, Supplier<Instant> clock, Dependencies dependencies) {
    List<Receiver> receivers = new ArrayList<>();
    String link = config.externalUrl().map(URI::toString).orElse("");
    config
        .alertmanagers()
        .ifPresent(
            all ->
                all.forEach(
                    base ->
                        receivers.add(
                            new Receiver(
                                "alertmanager " + place(base),
                                under(base, "api/v2/alerts"),
                                config.timeout(),
                                new Backlog(config.resend()),
                                (alerts, now) ->
                                    AlertJson.alertmanager(alerts, config.resend(), link, now),
                                clock,
                                dependencies))));
    config
        .webhooks()
        .ifPresent(
            all ->
                all.forEach(
                    address ->
                        receivers.add(
                            new Receiver(
                                "webhook " + place(address),
                                address,
                                config.timeout(),
                                new Backlog(NEVER),
                                (alerts, now) -> AlertJson.webhook(alerts, link),
                                clock,
                                dependencies))));
    return new Receivers(receivers);
  }

  /** Host and port; what else an address holds may be a secret. */
  private static String place(URI address) {
    return address.getPort() < 0
        ? String.valueOf(address.getHost())
        : address.getHost() + ":" + address.getPort();
  }

  private static URI under(URI base, String path) {
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text : text + "/") + path);
  }

  /** Starts their threads. */
  public void start() {
    receivers.forEach(Receiver::start);
  }

  /** They were told of these by the instance that led before; what is over is told as resolved. */
  public void resume(Collection<Alert> firing) {
    receivers.forEach(receiver -> receiver.resume(firing));
  }

  /** Tells them how all alerts stand now. */
  public void tell(Collection<Alert> alerts) {
    receivers.forEach(receiver -> receiver.tell(alerts));
  }

  @Override
  public void close() {
    receivers.forEach(Receiver::close);
  }
}
