package io.drover.testkit.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key with its self-signed certificate, made by the JDK's own keytool.
 *
 * @param store holds both, under {@code me} and {@code changeit}
 */
public record Certificates(KeyStore store) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /**
   * Makes a key.
   *
   * @param algorithm RSA or EC
   */
  public static Certificates make(Path folder, String name, String algorithm)
      throws IOException, GeneralSecurityException {
    Path file = folder.resolve(name + ".p12");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "me",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD)));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (ended(keytool) != 0) {
      throw new IOException("keytool made no key: " + said);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return new Certificates(store);
  }

  private static int ended(Process keytool) throws IOException {
    try {
      if (keytool.waitFor(2, TimeUnit.MINUTES)) {
        return keytool.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keytool.destroyForcibly();
    throw new IOException("keytool did not end");
  }

  /** The certificate. */
  public Certificate certificate() throws GeneralSecurityException {
    return store.getCertificate("me");
  }

  /** The private key. */
  public Key key() throws GeneralSecurityException {
    return store.getKey("me", PASSWORD);
  }

  /** The certificate as a file of its own holds it. */
  public String certificatePem() throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate().getEncoded());
  }

  /** Bytes as a PEM file holds them, between lines that say what they are. */
  public static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what);
  }
}
