package io.drover.failover.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/**
 * A key of TSIG (RFC 8945), out of a file as BIND's {@code tsig-keygen} writes it:
 *
 * <pre>
 *   key "NAME" { algorithm hmac-sha256; secret "BASE64"; };
 * </pre>
 *
 * with BIND's comments. Nothing ever prints the secret.
 */
public final class TsigKey {
  private static final int LARGEST = 1 << 16;

  /** Or a string, in which slashes begin no comment: base64 has them, too. */
  private static final Pattern COMMENTS =
      Pattern.compile("(?s)(\"[^\"]*\")|/\\*.*?\\*/|(?://|#)[^\\n]*");

  private static final Pattern KEY =
      Pattern.compile("\\s*key\\s+\"?([^\\s\"{}]+)\"?\\s*\\{([^{}]*)}\\s*;?\\s*");
  private static final Pattern STATEMENT =
      Pattern.compile("\\s*([a-z]+)\\s+\"?([^\\s\";]+)\"?\\s*;");
  private static final Map<String, Name> ALGORITHMS =
      Map.of("hmac-sha256", TSIG.HMAC_SHA256, "hmac-sha512", TSIG.HMAC_SHA512);
  private static final Map<String, String> HASHES =
      Map.of("hmac-sha256", "HmacSHA256", "hmac-sha512", "HmacSHA512");

  private final Name name;
  private final String algorithm;
  private final SecretKey secret;

  private TsigKey(Name name, String algorithm, SecretKey secret) {
    this.name = name;
    this.algorithm = algorithm;
    this.secret = secret;
  }

  /** Reads a file. */
  public static TsigKey read(Path file) throws DnsException {
    try {
      if (Files.size(file) > LARGEST) {
        throw problem(file, "it is larger than 64Ki");
      }
      return parse(file, Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw problem(file, unreadable.toString());
    }
  }

  private static TsigKey parse(Path file, String text) throws DnsException {
    String bare =
        COMMENTS
            .matcher(text)
            .replaceAll(
                found -> found.group(1) == null ? " " : Matcher.quoteReplacement(found.group(1)));
    Matcher key = KEY.matcher(bare);
    if (!key.matches()) {
      throw problem(file, "expected one key \"NAME\" { algorithm …; secret …; };");
    }
    String algorithm = "";
    String secret = "";
    Matcher statement = STATEMENT.matcher(key.group(2));
    int end = 0;
    while (statement.find() && statement.start() == end) {
      end = statement.end();
      switch (statement.group(1)) {
        case "algorithm" -> algorithm = statement.group(2).toLowerCase(Locale.ROOT);
        case "secret" -> secret = statement.group(2);
        default -> throw problem(file, "a key has an algorithm and a secret, nothing else");
      }
    }
    if (!key.group(2).substring(end).isBlank() || algorithm.isEmpty() || secret.isEmpty()) {
      throw problem(file, "a key has an algorithm and a secret, each ended by a semicolon");
    }
    if (!ALGORITHMS.containsKey(algorithm)) {
      throw problem(file, "expected the algorithm hmac-sha256 or hmac-sha512");
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(secret);
      return new TsigKey(
          Name.fromString(key.group(1), Name.root),
          algorithm,
          new SecretKeySpec(bytes, HASHES.get(algorithm)));
    } catch (IllegalArgumentException notBase64) {
      throw problem(file, "the secret is not base64");
    } catch (TextParseException noName) {
      throw problem(file, "the key's name is no DNS name");
    }
  }

  private static DnsException problem(Path file, String what) {
    return new DnsException(DnsProblem.KEY_FILE, file.toString(), what);
  }

  /** What signs with it, by this clock. */
  TSIG signer(Clock clock) {
    return new TSIG(ALGORITHMS.get(algorithm), name, secret, clock);
  }

  /** Its name and algorithm. */
  @Override
  public String toString() {
    return name + " " + algorithm;
  }
}
