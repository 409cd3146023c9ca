package io.drover.failover.mirror.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.drover.core.model.Reading;
import io.drover.failover.mirror.BackupCopy;
import io.drover.failover.site.Description;
import io.drover.failover.site.DescriptionReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup service tells is taken as it is, and what it does not tell is not known. */
class BackupReaderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private final AtomicReference<String> asked = new AtomicReference<>("");
  private final AtomicReference<String> answer = new AtomicReference<>("");
  private HttpServer service;
  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          asked.set(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body.length == 0 ? 503 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  private Description described(String backups) throws IOException {
    return ((DescriptionReader.Contents.Usable)
            DescriptionReader.read(
                "failover.yml",
                """
                sites:
                - {name: one, engine: "tcp://10.0.0.1:2375", entries: [{name: a, check: "tcp://10.0.0.1:80"}]}
                - {name: two, engine: "tcp://10.0.0.2:2375", entries: [{name: b, check: "tcp://10.0.0.2:80"}]}
                witnesses: [{name: w, agent: "http://10.0.0.3:9480"}]
                dns: {zone: example.test, key: key, servers: [127.0.0.1]}
                stacks: [{name: app}]
                %s
                """
                    .formatted(
                        backups.formatted(
                            service.getAddress().getPort(),
                            Files.writeString(folder.resolve("token"), "secret\n")))))
        .description();
  }

  private Reading<List<BackupCopy>> read() throws IOException {
    return BackupReader.read(
        described("backups: {service: \"http://127.0.0.1:%d\", token: %s}"), NOW);
  }

  @Test
  void backupsOfTheDescribedStacksAreAskedFor() throws IOException {
    answer.set(
        """
        {"place": "/backups", "backups": [
          {"stack": "app", "volumes": ["app_data", "app_more"], "pointInTime": "2026-01-01T02:00:00Z", "verified": {"result": "good"}},
          {"stack": "app", "volumes": ["app_data"], "pointInTime": "2026-01-01T03:00:00.5Z", "verified": {"result": "none"}}], "problems": []}
        """);
    assertThat(read())
        .isEqualTo(
            Reading.known(
                List.of(
                    new BackupCopy(
                        List.of("app_data", "app_more"),
                        Instant.parse("2026-01-01T02:00:00Z"),
                        true),
                    new BackupCopy(
                        List.of("app_data"), Instant.parse("2026-01-01T03:00:00.5Z"), false)),
                NOW));
    assertThat(asked.get()).isEqualTo("/v1/backups?stack=app Bearer secret");
  }

  @Test
  void whatIsNoAnswerIsNotKnown() throws IOException {
    assertThat(read().isKnown()).isFalse();
    answer.set("no json");
    assertThat(read().isKnown()).isFalse();
    answer.set("{\"backups\": [{\"pointInTime\": \"yesterday\"}]}");
    assertThat(read().isKnown()).isFalse();
    service.stop(0);
    assertThat(read().isKnown()).isFalse();
  }

  @Test
  void whereNobodyIsNamedNothingIsKnown() throws IOException {
    assertThat(BackupReader.read(described(""), NOW))
        .isEqualTo(Reading.unknown("the description names no backup service"));
    assertThat(asked.get()).isEmpty();
  }
}
