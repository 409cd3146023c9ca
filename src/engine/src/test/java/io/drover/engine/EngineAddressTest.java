package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Docker's variables point. */
class EngineAddressTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "unix:///run/docker.sock,unix:///run/docker.sock",
    "' unix:///run/docker.sock ',unix:///run/docker.sock",
    "UNIX:///run/docker.sock,unix:///run/docker.sock",
    "tcp://manager,tcp://manager:2375",
    "tcp://manager:4000,tcp://manager:4000",
    "tcp://10.0.0.1:4000,tcp://10.0.0.1:4000",
    "tcp://[::1]:4000,tcp://[::1]:4000",
    "http://manager:4000,tcp://manager:4000"
  })
  void addressesAreRead(String dockerHost, String expected) {
    assertThat(EngineAddress.parse(dockerHost).uri()).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "manager",
        "manager:2375",
        "/run/docker.sock",
        "unix://",
        "unix://relative.sock",
        "tcp://",
        "tcp://:2375",
        "tcp://manager:port",
        "tcp://manager:65536",
        "tcp://manager:0",
        "ssh://root@manager",
        "npipe:////./pipe/docker_engine",
        "tcp://a b"
      })
  void whatCannotBeReadIsNamed(String dockerHost) {
    assertThatThrownBy(() -> EngineAddress.parse(dockerHost))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DOCKER_HOST")
        .hasMessageContaining(dockerHost);
    assertThatThrownBy(() -> EngineAddress.parse(dockerHost, Path.of("/certs")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutVariablesTheLocalSocketIsMeant() {
    assertThat(EngineAddress.fromEnvironment(Map.of())).isEqualTo(EngineAddress.LOCAL);
    assertThat(EngineAddress.fromEnvironment(Map.of("DOCKER_HOST", "")))
        .isEqualTo(EngineAddress.LOCAL);
    assertThat(EngineAddress.fromEnvironment(Map.of("DOCKER_TLS_VERIFY", "1")))
        .isEqualTo(EngineAddress.LOCAL);
  }

  @Test
  void verificationOrAFolderOfCertificatesMeansTls() {
    String host = "tcp://manager";
    assertThat(EngineAddress.fromEnvironment(Map.of("DOCKER_HOST", host)))
        .isEqualTo(new EngineAddress.PlainTcp("manager", 2375));
    assertThat(
            EngineAddress.fromEnvironment(
                Map.of("DOCKER_HOST", host, "DOCKER_TLS_VERIFY", "1", "HOME", "/home/op")))
        .isEqualTo(new EngineAddress.TlsTcp("manager", 2376, Path.of("/home/op/.docker")));
    assertThat(
            EngineAddress.fromEnvironment(
                Map.of("DOCKER_HOST", host + ":99", "DOCKER_CERT_PATH", "/certs")))
        .isEqualTo(new EngineAddress.TlsTcp("manager", 99, Path.of("/certs")));
    assertThat(
            EngineAddress.fromEnvironment(
                Map.of("DOCKER_HOST", "unix:///s", "DOCKER_CERT_PATH", "/certs")))
        .isEqualTo(new EngineAddress.UnixSocket(Path.of("/s")));
  }
}
