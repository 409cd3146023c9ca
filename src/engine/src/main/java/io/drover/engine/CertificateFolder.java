package io.drover.engine;

import com.github.dockerjava.transport.SSLConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The folder of certificates that Docker's clients use: {@code ca.pem} (whom to believe), {@code
 * cert.pem} and {@code key.pem} (who we are; an RSA or EC key in PKCS#8, or RSA in PKCS#1). Read
 * with the JDK alone, so that it works in a native image.
 *
 * @param folder where they are
 */
record CertificateFolder(Path folder) implements SSLConfig {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([^-]+)-----END");

  /** DER of version 0 and the algorithm rsaEncryption, which a PKCS#8 envelope begins with. */
  private static final byte[] RSA_ENVELOPE = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  @Override
  public SSLContext getSSLContext() throws KeyManagementException {
    try {
      KeyStore trusted = emptyStore();
      int number = 0;
      for (Certificate authority : certificates("ca.pem")) {
        trusted.setCertificateEntry("ca" + number++, authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);

      KeyStore own = emptyStore();
      Certificate[] chain = certificates("cert.pem").toArray(Certificate[]::new);
      own.setKeyEntry("client", privateKey(), new char[0], chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);

      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new KeyManagementException("certificates in " + folder + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private Collection<? extends Certificate> certificates(String file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(folder.resolve(file))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private PrivateKey privateKey() throws IOException, GeneralSecurityException {
    String pem = Files.readString(folder.resolve("key.pem"), StandardCharsets.US_ASCII);
    Matcher matcher = KEY.matcher(pem);
    if (!matcher.find()) {
      throw new InvalidKeySpecException("key.pem holds no unencrypted private key");
    }
    byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
    return switch (matcher.group(1)) {
      case "RSA " -> decode(pkcs8(der), "RSA");
      case "EC " ->
          throw new InvalidKeySpecException(
              "key.pem is an EC key in SEC 1 form; convert it: openssl pkcs8 -topk8 -nocrypt");
      default -> decodeAny(der);
    };
  }

  private static PrivateKey decodeAny(byte[] pkcs8) throws GeneralSecurityException {
    try {
      return decode(pkcs8, "RSA");
    } catch (InvalidKeySpecException notRsa) {
      return decode(pkcs8, "EC");
    }
  }

  private static PrivateKey decode(byte[] pkcs8, String algorithm) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** Wraps an RSA key as RFC 5208 says. */
  private static byte[] pkcs8(byte[] pkcs1) throws IOException {
    byte[] key = element(0x04, pkcs1);
    byte[] content = new byte[RSA_ENVELOPE.length + key.length];
    System.arraycopy(RSA_ENVELOPE, 0, content, 0, RSA_ENVELOPE.length);
    System.arraycopy(key, 0, content, RSA_ENVELOPE.length, key.length);
    return element(0x30, content);
  }

  /** A DER element with a length of two bytes, which fits every RSA key that is longer than 512. */
  private static byte[] element(int tag, byte[] content) throws IOException {
    byte[] head = {
      (byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length,
    };
    return new SequenceInputStream(
            new ByteArrayInputStream(head), new ByteArrayInputStream(content))
        .readAllBytes();
  }
}
