package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.drover.core.decision.Outcome;
import io.drover.testkit.tls.Certificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to an engine that wants to know who calls. */
class CertificateFolderTest {
  /** What PKCS#8 puts before an RSA key of 2048 bits or more. */
  private static final int RSA_ENVELOPE = 26;

  @TempDir static Path keys;
  @TempDir Path folder;
  private static Certificates engineKey;
  private static Certificates rsa;
  private static Certificates ec;

  @BeforeAll
  static void makeKeys() throws Exception {
    engineKey = Certificates.make(keys, "engine", "RSA");
    rsa = Certificates.make(keys, "rsa", "RSA");
    ec = Certificates.make(keys, "ec", "EC");
  }

  private void write(Certificates who, String keyPem) throws Exception {
    Files.writeString(folder.resolve("ca.pem"), engineKey.certificatePem());
    Files.writeString(folder.resolve("cert.pem"), who.certificatePem());
    Files.writeString(folder.resolve("key.pem"), keyPem);
  }

  /** An engine that lets in whoever has one of the two keys. */
  private static HttpsServer engine() throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(engineKey.store(), "changeit".toCharArray());
    KeyStore callers = KeyStore.getInstance("PKCS12");
    callers.load(null, null);
    callers.setCertificateEntry("rsa", rsa.certificate());
    callers.setCertificateEntry("ec", ec.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(callers);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);

    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Api-Version", "1.41");
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("[]".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    return server;
  }

  private void call() throws Exception {
    HttpsServer server = engine();
    try (DockerEngine engine =
        DockerEngine.connect(
            new EngineAddress.TlsTcp("127.0.0.1", server.getAddress().getPort(), folder))) {
      assertThat(engine.list("/networks")).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  private static void assertNoWay(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Outcome.Kind.UNAVAILABLE));
  }

  @Test
  void anRsaKeyInPkcs8IsTaken() throws Exception {
    write(rsa, Certificates.pem("PRIVATE KEY", rsa.key().getEncoded()));
    call();
  }

  @Test
  void anRsaKeyInPkcs1IsTaken() throws Exception {
    byte[] pkcs8 = rsa.key().getEncoded();
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, RSA_ENVELOPE, pkcs8.length);
    write(rsa, Certificates.pem("RSA PRIVATE KEY", pkcs1));
    call();
  }

  @Test
  void anEcKeyInPkcs8IsTaken() throws Exception {
    write(ec, Certificates.pem("PRIVATE KEY", ec.key().getEncoded()));
    call();
  }

  @Test
  void anEngineThatOurAuthorityDoesNotVouchForIsNotTalkedTo() throws Exception {
    write(rsa, Certificates.pem("PRIVATE KEY", rsa.key().getEncoded()));
    Files.writeString(folder.resolve("ca.pem"), ec.certificatePem());
    assertNoWay(this::call);
  }

  @Test
  void aCallerThatTheEngineDoesNotKnowIsUnavailable() throws Exception {
    Certificates stranger = Certificates.make(folder, "stranger", "EC");
    write(stranger, Certificates.pem("PRIVATE KEY", stranger.key().getEncoded()));
    assertNoWay(this::call);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.pem", "cert.pem", "key.pem"})
  void aMissingFileIsNamedAndTheEngineUnavailable(String file) throws Exception {
    write(rsa, Certificates.pem("PRIVATE KEY", rsa.key().getEncoded()));
    Files.delete(folder.resolve(file));
    assertThatThrownBy(() -> new CertificateFolder(folder).getSSLContext())
        .isInstanceOf(KeyManagementException.class)
        .hasMessageContaining(file);
    assertNoWay(this::call);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no key at all",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
      })
  void aKeyThatCannotBeReadIsSaidSo(String pem) throws Exception {
    write(rsa, pem);
    assertThatThrownBy(() -> new CertificateFolder(folder).getSSLContext())
        .isInstanceOf(KeyManagementException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void anEmptyCertificateIsSaidSo() throws Exception {
    write(rsa, Certificates.pem("PRIVATE KEY", rsa.key().getEncoded()));
    Files.writeString(folder.resolve("cert.pem"), "");
    assertThatThrownBy(() -> new CertificateFolder(folder).getSSLContext())
        .isInstanceOf(KeyManagementException.class);
  }
}
