package io.drover.scaling.observe;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Where a Prometheus is and how we show who we are.
 *
 * @param url its base, with the path prefix that it may have
 * @param credentials what to show
 * @param trust whom to trust
 * @param timeout for a connection, and for a query as a whole
 */
public record PrometheusAccess(URI url, Credentials credentials, Trust trust, Duration timeout) {

  /** What to show; files are read anew each time since secrets get rotated. */
  public sealed interface Credentials {
    /** Nothing. */
    record Nobody() implements Credentials {}

    /** A bearer token in a file. */
    record Bearer(Path file) implements Credentials {}

    /** A name, and a password in a file. */
    record Basic(String user, Path file) implements Credentials {}
  }

  /** Whom to trust. */
  public sealed interface Trust {
    /** The authorities that the JDK knows. */
    record Usual() implements Trust {}

    /** The certificates of a PEM file, and no others. */
    record Only(Path file) implements Trust {}
  }

  public PrometheusAccess {
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(trust, "trust");
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getUserInfo() != null || url.getQuery() != null) {
      throw new IllegalArgumentException(
          "the address of Prometheus: expected http(s)://host[:port][/path] without user or query");
    }
  }

  /** The address of instant queries. */
  URI queries() {
    String base = url.toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + "api/v1/query");
  }

  /**
   * The header {@code Authorization}; empty for none.
   *
   * @throws IOException when the file can't be read
   */
  String authorization() throws IOException {
    return switch (credentials) {
      case Credentials.Nobody nobody -> "";
      case Credentials.Bearer(Path file) -> "Bearer " + secret(file);
      case Credentials.Basic(String user, Path file) ->
          "Basic "
              + Base64.getEncoder()
                  .encodeToString((user + ":" + secret(file)).getBytes(StandardCharsets.UTF_8));
    };
  }

  /** Only the file's name is told: what it holds is a secret, and a stack trace might tell it. */
  private static String secret(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException(
          "the secret " + file + " can't be read: " + e.getClass().getSimpleName());
    }
  }

  /**
   * A client that trusts whom it should.
   *
   * @throws IllegalArgumentException when the trusted certificates can't be read
   */
  HttpClient client() {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(timeout);
    return switch (trust) {
      case Trust.Usual usual -> builder.build();
      case Trust.Only(Path file) -> builder.sslContext(trusting(file)).build();
    };
  }

  private static SSLContext trusting(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("trusted-" + number++, one);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the certificates in %s can't be used: %s".formatted(file, e.getMessage()), e);
    }
  }
}
