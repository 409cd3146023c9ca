package io.drover.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.testkit.bind.BindServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of keys as BIND writes them. */
class TsigKeyTest {
  @TempDir Path folder;

  private TsigKey read(String text) throws IOException, DnsException {
    return TsigKey.read(Files.writeString(folder.resolve("k"), text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmac-sha256", "hmac-sha512"})
  void whatTsigKeygenWritesIsRead(String algorithm) throws IOException, DnsException {
    assertThat(read(BindServer.key(algorithm, "drover-key")))
        .hasToString("drover-key. " + algorithm);
  }

  @Test
  void commentsAndOneLineAreFine() throws IOException, DnsException {
    assertThat(
            read(
                "# by hand\nkey drover. { secret \"c2VjcmV0\"; /* of\n3 */ algorithm HMAC-SHA256; }; // end"))
        .hasToString("drover. hmac-sha256");
  }

  /** As in one of a hundred keys that tsig-keygen makes. */
  @Test
  void slashesInTheSecretAreNoComment() throws IOException, DnsException {
    assertThat(
            read("key drover {\n\talgorithm hmac-sha256;\n\tsecret \"ab//cd//fg==\"; // end\n};"))
        .hasToString("drover. hmac-sha256");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                            | expected one key
          c2VjcmV0                                                      | expected one key
          key k { algorithm hmac-sha256; };                             | an algorithm and a secret
          key k { algorithm hmac-sha256; secret "c2VjcmV0" };           | an algorithm and a secret
          key k { algorithm hmac-md5; secret "c2VjcmV0"; };             | hmac-sha256 or hmac-sha512
          key k { algorithm hmac-sha256; secret "c2VjcmV0!"; };         | not base64
          key k { algorithm hmac-sha256; secret "c2VjcmV0"; more x; };  | nothing else
          key k { secret "c2VjcmV0"; } key l { secret "c2VjcmV0"; };    | expected one key
          """)
  void whatIsNoKeyIsSaidWithoutTheSecret(String text, String expected) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DnsException.class)
        .hasMessageContaining("KEY_FILE")
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("c2VjcmV0");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> TsigKey.read(folder.resolve("none")))
        .isInstanceOf(DnsException.class)
        .hasMessageContaining("none");
  }
}
