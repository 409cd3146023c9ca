package io.drover.health.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference document's load balancers as they ship, given to the programs themselves. Needs
 * {@code haproxy}, {@code nginx} and {@code openssl}.
 */
class BalancerFilesTest {
  private static final Path SWARM = Path.of(System.getProperty("drover.root"), "swarm");

  @TempDir Path folder;
  private Path key;
  private Path certificate;

  @BeforeEach
  void makeCertificate() throws Exception {
    key = folder.resolve("medianest.key");
    certificate = folder.resolve("medianest.crt");
    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=medianest.local",
        "-days",
        "2",
        "-keyout",
        key.toString(),
        "-out",
        certificate.toString());
  }

  /** Runs a program to its end; gives what it said. */
  private String run(String... command) throws IOException, InterruptedException {
    File output = folder.resolve("output").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output)
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(output.toPath());
    assertThat(process.exitValue()).as(String.join(" ", command) + ": " + said).isZero();
    return said;
  }

  @Test
  void haproxyTakesItWithoutAWarning() throws Exception {
    Path pem = folder.resolve("medianest.pem");
    Files.writeString(pem, Files.readString(certificate) + Files.readString(key));
    String config = Files.readString(SWARM.resolve("haproxy/haproxy.cfg"));
    for (String part :
        List.of(
            "backend postgres_pool",
            "sc_http_req_rate(0) gt 50",
            "alpn h2,http/1.1",
            "server-template slot 20",
            "listen stats")) {
      assertThat(config).contains(part);
    }
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(file, config.replace("/etc/ssl/certs/medianest.pem", pem.toString()));
    assertThat(run("haproxy", "-c", "-f", file.toString())).doesNotContain("WARNING");
  }

  @Test
  void nginxTakesItWithoutAWarningWithAndWithoutMembers() throws Exception {
    Path members = Files.createDirectory(folder.resolve("drover"));
    Path conf = folder.resolve("medianest.conf");
    Files.writeString(
        conf,
        Files.readString(SWARM.resolve("nginx/medianest.conf"))
            .replace("/etc/ssl/certs/medianest.crt", certificate.toString())
            .replace("/etc/ssl/private/medianest.key", key.toString())
            .replace("/etc/nginx/drover", members.toString()));
    Path main = folder.resolve("nginx.conf");
    Files.writeString(
        main,
        "pid %s;\nerror_log stderr;\nevents {}\nhttp { include %s; }\n"
            .formatted(folder.resolve("nginx.pid"), conf));
    assertThat(run("nginx", "-t", "-c", main.toString())).doesNotContain("warn");
    Files.writeString(
        members.resolve("medianest_app.servers"),
        "server 10.0.1.5:3000 weight=100 max_fails=3 fail_timeout=2s;\n");
    assertThat(run("nginx", "-t", "-c", main.toString())).doesNotContain("warn");
  }
}
