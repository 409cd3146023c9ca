package io.drover.health.route.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.drover.runtime.guard.Mode;
import io.drover.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx is told its members, by commands and by the script. Needs {@code nginx}. */
class NginxBalancerTest {
  private static final String CONFIG =
      """
      pid %1$s/nginx.pid;
      error_log %1$s/error.log;
      events {}
      http {
        access_log off;
        client_body_temp_path %1$s/body;
        proxy_temp_path %1$s/proxy;
        fastcgi_temp_path %1$s/fastcgi;
        uwsgi_temp_path %1$s/uwsgi;
        scgi_temp_path %1$s/scgi;
        upstream web {
          include %2$s/web.server[s];
          server 127.0.0.1:1 down;
        }
        include %1$s/broken.con[f];
        server {
          listen 127.0.0.1:%3$d;
          location / { proxy_pass http://web; }
        }
      }
      """;

  @TempDir Path folder;
  private final List<Process> running = new ArrayList<>();
  private final List<HttpServer> tasks = new ArrayList<>();
  private final AtomicInteger comeBack = new AtomicInteger();
  private int port;

  @BeforeEach
  void port() {
    port = Peers.freePort();
  }

  @AfterEach
  void end() {
    tasks.forEach(task -> task.stop(0));
    running.forEach(Peers::end);
  }

  /** A task that answers with its port, which is returned. */
  private int task() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int own = server.getAddress().getPort();
    server.createContext(
        "/",
        exchange -> {
          byte[] text = Integer.toString(own).getBytes();
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    server.start();
    tasks.add(server);
    return own;
  }

  private List<String> nginx(String... more) {
    List<String> command = new ArrayList<>(List.of("nginx", "-p", folder.toString() + "/"));
    command.addAll(List.of("-c", folder.resolve("nginx.conf").toString()));
    command.addAll(List.of(more));
    return command;
  }

  private void launch(Path members) throws IOException {
    Files.writeString(folder.resolve("nginx.conf"), CONFIG.formatted(folder, members, port));
    running.add(Peers.start(folder, nginx("-g", "daemon off;").toArray(String[]::new)));
    Eventually.holds("nginx answers", () -> !answer().isEmpty());
  }

  /** What nginx answers: a task's port, or another status. */
  private String answer() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : "status " + answer.statusCode();
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private NginxBalancer balancer(Peers peers, Path members, NginxReload reload) {
    return new NginxBalancer(
        members,
        reload,
        Duration.ofMillis(500),
        peers.log,
        peers.board,
        peers.reactions(),
        () -> true,
        comeBack::incrementAndGet);
  }

  private NginxReload commands() {
    return new CommandReload(nginx("-t"), nginx("-s", "reload"), Duration.ofSeconds(30));
  }

  @Test
  void membersComeAndGoByCommandsNotMoreOftenThanTheGapAllows() throws IOException {
    Path members = folder.resolve("members");
    launch(members);
    assertThat(answer()).isEqualTo("status 502");
    Peers peers = new Peers(Mode.ENFORCE);
    NginxBalancer balancer = balancer(peers, members, commands());
    int first = task();
    int second = task();
    balancer.reconcile(peers.round(Peers.service("web", 100, peers.healthy(first))));
    Eventually.holds("the first task answers", () -> answer().equals("" + first));

    balancer.reconcile(
        peers.round(Peers.service("web", 100, peers.stopping(first), peers.healthy(second))));
    assertThat(comeBack).hasValue(1);
    peers.now = peers.now.plusMillis(500);
    balancer.reconcile(
        peers.round(Peers.service("web", 100, peers.stopping(first), peers.healthy(second))));
    Eventually.holds("the second task answers", () -> answer().equals("" + second));
    assertThat(peers.decided).hasSize(2);
    assertThat(members.resolve(".unread")).doesNotExist();
  }

  @Test
  void whenTheTestFailsTheOldMembersAreKept() throws IOException {
    Path members = folder.resolve("members");
    launch(members);
    Peers peers = new Peers(Mode.ENFORCE);
    NginxBalancer balancer = balancer(peers, members, commands());
    int first = task();
    balancer.reconcile(peers.round(Peers.service("web", 100, peers.healthy(first))));
    String before = Files.readString(members.resolve("web.servers"));

    Files.writeString(folder.resolve("broken.conf"), "nonsense;\n");
    peers.now = peers.now.plusSeconds(1);
    balancer.reconcile(
        peers.round(Peers.service("web", 100, peers.healthy(first), peers.healthy(task()))));
    assertThat(peers.lastOutcomes()).containsExactly("rejected");
    assertThat(peers.decided.getLast().summary()).contains("nonsense");
    assertThat(members.resolve("web.servers")).hasContent(before);
    Eventually.holds("the first task answers", () -> answer().equals("" + first));
  }

  @Test
  void aCrashBeforeTheReloadIsMadeUpFor() throws IOException {
    Path members = folder.resolve("members");
    launch(members);
    Peers peers = new Peers(Mode.ENFORCE);
    int first = task();
    Files.createDirectories(members);
    Files.writeString(members.resolve(".unread"), "");
    balancer(peers, members, commands())
        .reconcile(peers.round(Peers.service("web", 100, peers.healthy(first))));
    Eventually.holds("the task answers", () -> answer().equals("" + first));
    assertThat(members.resolve(".unread")).doesNotExist();
  }

  @Test
  void theScriptBesideNginxTestsReloadsAndAnswers() throws IOException {
    Path shared = folder.resolve("shared");
    Path live = folder.resolve("live");
    launch(live);
    // The script calls nginx as in a container, where there is one and its place is the usual one.
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path wrapper = bin.resolve("nginx");
    Files.writeString(
        wrapper, "#!/bin/sh\nexec /usr/sbin/%s \"$@\"\n".formatted(String.join(" ", nginx())));
    assertThat(wrapper.toFile().setExecutable(true)).isTrue();
    Path script =
        Path.of(System.getProperty("drover.root")).resolve("swarm/nginx/drover-reload.sh");
    running.add(
        Peers.start(
            folder,
            "/bin/sh",
            "-c",
            // Within this shell, so that what it leaves in the background ends with it.
            "PATH=$3:$PATH; export PATH; DROVER_NAME=one; . $4; wait",
            "sh",
            shared.toString(),
            live.toString(),
            bin.toString(),
            script.toString()));
    Peers peers = new Peers(Mode.ENFORCE);
    NginxBalancer balancer =
        balancer(peers, shared, new HookReload(shared, Duration.ofMinutes(1), Instant::now));
    int first = task();
    Files.createDirectories(shared.resolve("answers"));
    Files.writeString(shared.resolve("answers/one"), "none\nok\n");
    balancer.reconcile(peers.round(Peers.service("web", 100, peers.healthy(first))));
    assertThat(peers.lastOutcomes()).containsExactly("applied");
    Eventually.holds("the task answers", () -> answer().equals("" + first));

    Files.writeString(folder.resolve("broken.conf"), "nonsense;\n");
    peers.now = peers.now.plusSeconds(1);
    balancer.reconcile(
        peers.round(Peers.service("web", 100, peers.healthy(first), peers.healthy(task()))));
    assertThat(peers.lastOutcomes()).containsExactly("unavailable");
    assertThat(peers.decided.getLast().summary()).contains("one keeps its old members");
    assertThat(peers.board.balancers().getFirst().error()).contains("nonsense");
    assertThat(Files.readString(live.resolve("web.servers"))).containsOnlyOnce("\nserver ");
  }
}
