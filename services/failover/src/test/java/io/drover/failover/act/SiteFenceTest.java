package io.drover.failover.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.drover.core.model.Reading;
import io.drover.failover.decide.FenceReport;
import io.drover.failover.decide.Rules;
import io.drover.failover.site.Description.Fence;
import io.drover.failover.stacks.SiteStacks;
import io.drover.failover.stacks.Stacks;
import io.drover.failover.stacks.SwitchResult;
import io.drover.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site is off when its engine or the outside says so, and not before. */
class SiteFenceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Rules RULES =
      new Rules(
          Duration.ofSeconds(1),
          3,
          MINUTE,
          MINUTE,
          3,
          MINUTE,
          1,
          MINUTE,
          MINUTE,
          MINUTE,
          Rules.WithoutFence.REFUSE);
  private static final Reading<SiteStacks> SEEN =
      Reading.known(new SiteStacks(List.of(), List.of()), NOW);
  private static final Reading<SiteStacks> UNSEEN = Reading.unknown("no answer");

  @TempDir Path folder;
  private boolean mayAct = true;

  private record Answering(SwitchResult result) implements Stacks {
    @Override
    public Reading<SiteStacks> read() {
      return SEEN;
    }

    @Override
    public SwitchResult off(SiteStacks seen, long epoch) {
      return result;
    }

    @Override
    public SwitchResult on(SiteStacks seen, SiteStacks standby) {
      throw new IllegalStateException("a fence starts nothing");
    }
  }

  private SiteFence fence(Fence fence) {
    return new SiteFence(7, "first", fence, RULES, () -> mayAct);
  }

  private static Fence nothing() {
    return new Fence(List.of(), List.of(), MINUTE);
  }

  private static Fence command(Duration timeout, String script) {
    return new Fence(List.of("sh", "-c", script), List.of(), timeout);
  }

  private FenceReport end(SiteFence fence) {
    return Eventually.gives(
        "the fence ends",
        () ->
            Optional.of(fence.step(new Answering(new SwitchResult.Failed("refused")), UNSEEN, NOW))
                .filter(report -> !(report instanceof FenceReport.Nothing)));
  }

  @Test
  void theEngineConfirms() {
    assertThat(fence(nothing()).step(new Answering(new SwitchResult.Done("all off")), SEEN, NOW))
        .isEqualTo(new FenceReport.Confirmed(7, "all off"));
  }

  @Test
  void withoutAnythingElseAnEngineIsAskedAsOftenAsAProbeHasToFail() {
    SiteFence fence = fence(nothing());
    Stacks stacks = new Answering(new SwitchResult.Failed("refused"));
    assertThat(fence.step(stacks, UNSEEN, NOW)).isInstanceOf(FenceReport.Nothing.class);
    assertThat(fence.step(stacks, SEEN, NOW)).isInstanceOf(FenceReport.Nothing.class);
    assertThat(fence.step(stacks, UNSEEN, NOW))
        .isEqualTo(new FenceReport.Failed(7, "no answer; there is no external fence"));
  }

  @Test
  void tasksThatNeverEndAreWaitedForAndThenTheOutsideDecides() {
    SiteFence fence = fence(nothing());
    Stacks stacks = new Answering(new SwitchResult.Waiting("1 task"));
    assertThat(fence.step(stacks, SEEN, NOW)).isInstanceOf(FenceReport.Nothing.class);
    assertThat(fence.step(stacks, SEEN, NOW.plusSeconds(59)))
        .isInstanceOf(FenceReport.Nothing.class);
    assertThat(fence.step(stacks, SEEN, NOW.plusSeconds(60)))
        .isEqualTo(
            new FenceReport.Failed(
                7, "its engine still waits for 1 task; there is no external fence"));
  }

  @Test
  void aCommandKnowsTheSiteAndConfirmsByEndingWell() throws IOException {
    Path told = folder.resolve("told");
    assertThat(end(fence(command(MINUTE, "echo $DROVER_SITE $DROVER_MOVE >>" + told))))
        .isInstanceOf(FenceReport.Confirmed.class);
    assertThat(Files.readString(told)).isEqualTo("first 7\n");
  }

  @Test
  void aCommandThatFailsOrHangsOrIsMissingConfirmsNothing() {
    assertThat(end(fence(command(MINUTE, "echo no power >&2; exit 3"))))
        .isEqualTo(
            new FenceReport.Failed(
                7, "no answer; the external fence failed: sh ended with 3: no power"));
    assertThat(end(fence(command(Duration.ofMillis(50), "sleep 100000; true"))))
        .isInstanceOfSatisfying(
            FenceReport.Failed.class,
            failed -> assertThat(failed.why()).contains("did not end within PT0.05S"));
    assertThat(end(fence(new Fence(List.of("/nonexistent/fence"), List.of(), MINUTE))))
        .isInstanceOf(FenceReport.Failed.class);
  }

  @Test
  void aWebhookConfirmsBySuccessOnly() throws IOException {
    AtomicReference<String> told = new AtomicReference<>("");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          told.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/off") ? 204 : 500, -1);
          exchange.close();
        });
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(end(fence(new Fence(List.of(), List.of(URI.create(base + "/off")), MINUTE))))
          .isInstanceOf(FenceReport.Confirmed.class);
      assertThat(told.get()).isEqualTo("{\"site\":\"first\",\"move\":7}");
      assertThat(end(fence(new Fence(List.of(), List.of(URI.create(base + "/no")), MINUTE))))
          .isInstanceOfSatisfying(
              FenceReport.Failed.class,
              failed -> assertThat(failed.why()).contains("/no answered 500"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void oneQuestionThatWentUnansweredCutsNoPower() {
    SiteFence fence = fence(command(MINUTE, "true"));
    fence.step(new Answering(new SwitchResult.Failed("refused")), UNSEEN, NOW);
    fence.step(new Answering(new SwitchResult.Failed("refused")), SEEN, NOW);
    assertThat(fence.isOutside()).isFalse();
    assertThat(fence.step(new Answering(new SwitchResult.Done("all off")), SEEN, NOW))
        .isInstanceOf(FenceReport.Confirmed.class);
  }

  @Test
  void aCommandThatLeavesSomethingRunningEndsAllTheSame() throws IOException {
    Path left = folder.resolve("left");
    assertThat(end(fence(command(MINUTE, "sleep 100000 & echo $! >%s; exit 0".formatted(left)))))
        .isInstanceOf(FenceReport.Confirmed.class);
    ProcessHandle.of(Long.parseLong(Files.readString(left).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void aWebhookThatNobodyListensAtIsNamedWithoutItsSecret() {
    assertThat(
            end(
                fence(
                    new Fence(
                        List.of(), List.of(URI.create("http://127.0.0.1:1/off?key=k")), MINUTE))))
        .isEqualTo(
            new FenceReport.Failed(
                7,
                "no answer; the external fence failed: http://127.0.0.1:1/off: ConnectException"));
  }

  @Test
  void aWebhookThatHangsInTheMiddleConfirmsNothing() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(200, 1000));
    server.start();
    try {
      URI hangs = URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
      assertThat(end(fence(new Fence(List.of(), List.of(hangs), Duration.ofMillis(300)))))
          .isInstanceOfSatisfying(
              FenceReport.Failed.class,
              failed -> assertThat(failed.why()).contains("did not answer within"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anEngineThatDidItsPartBeforeHasTheFencesTimeToAnswerAgain() {
    SiteFence fence = fence(nothing());
    fence.step(new Answering(new SwitchResult.Waiting("1 task")), SEEN, NOW);
    Stacks silent = new Answering(new SwitchResult.Failed("refused"));
    for (int second = 1; second < 60; second++) {
      assertThat(fence.step(silent, UNSEEN, NOW.plusSeconds(second)))
          .isInstanceOf(FenceReport.Nothing.class);
    }
    assertThat(fence.step(silent, UNSEEN, NOW.plusSeconds(61)))
        .isInstanceOf(FenceReport.Failed.class);
  }

  @Test
  void whoLostTheLeaseMeanwhileCutsNoPower() {
    SiteFence fence = fence(command(MINUTE, "true"));
    mayAct = false;
    for (int i = 0; i < 5; i++) {
      fence.step(new Answering(new SwitchResult.Failed("refused")), UNSEEN, NOW);
    }
    assertThat(fence.isOutside()).isFalse();
  }

  @Test
  void anEngineThatWentWithThePowerIsNotWaitedFor() {
    SiteFence fence = fence(command(MINUTE, "true"));
    Stacks waits = new Answering(new SwitchResult.Waiting("1 task"));
    fence.step(waits, SEEN, NOW);
    fence.step(waits, SEEN, NOW.plusSeconds(60));
    fence.step(waits, SEEN, NOW.plusSeconds(60));
    assertThat(fence.isOutside()).isTrue();
    assertThat(end(fence)).isInstanceOf(FenceReport.Confirmed.class);
  }
}
