package io.drover.backup.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * How an S3-compatible server is reached.
 *
 * @param endpoint its URL; empty text for Amazon's of the region
 * @param region that requests are signed for
 * @param pathStyle whether the bucket is named in the path instead of the host
 * @param accessKey file with the name of the key
 * @param secretKey file with the key
 */
public record S3Connection(
    String endpoint, String region, boolean pathStyle, Path accessKey, Path secretKey) {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /** A client; nothing is sent yet, and the files are read when something is. */
  public S3Client open() {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(region))
            .forcePathStyle(pathStyle)
            .credentialsProvider(credentials())
            // Servers other than Amazon's refuse the newer checksums; ours are SHA-256 anyway.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(settings -> settings.chunkedEncodingEnabled(false))
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE)
                    .build());
    if (!endpoint.isEmpty()) {
      builder.endpointOverride(URI.create(endpoint));
    }
    return builder.build();
  }

  /** Read anew for each request: a secret that is exchanged is used at once. */
  private AwsCredentialsProvider credentials() {
    return () -> AwsBasicCredentials.create(secret(accessKey), secret(secretKey));
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the secret " + file + " can't be read", unreadable);
    }
  }
}
