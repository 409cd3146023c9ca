package io.drover.backup.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The calls that the store makes of one bucket. Whatever goes wrong is an {@link IOException} that
 * says where; what isn't there is a {@link NoSuchBackupException}.
 *
 * @param client that signs and sends, and tries again what a server that is busy refused
 * @param bucket the bucket, which must exist
 */
record S3Calls(S3Client client, String bucket) {
  private static final int NOT_FOUND = 404;

  /** An upload in parts that is under way. */
  record Upload(String key, String id) {}

  /** The sizes of all objects below a prefix, by key. */
  Map<String, Long> sizes(String prefix) throws IOException {
    return call(
        prefix,
        () -> {
          Map<String, Long> sizes = new TreeMap<>();
          for (S3Object object :
              client
                  .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                  .contents()) {
            sizes.put(object.key(), object.size());
          }
          return sizes;
        });
  }

  /** Whether there is an object of this key. */
  boolean exists(String key) throws IOException {
    try {
      call(key, () -> client.headObject(request -> request.bucket(bucket).key(key)));
      return true;
    } catch (NoSuchBackupException none) {
      return false;
    }
  }

  /** Reads an object; closing the stream early ends the transfer. */
  InputStream get(String key) throws IOException {
    return call(
        key, () -> new S3Input(client.getObject(request -> request.bucket(bucket).key(key))));
  }

  /** Stores an object in one call. */
  void put(String key, byte[] content, int length) throws IOException {
    call(
        key,
        () -> client.putObject(request -> request.bucket(bucket).key(key), body(content, length)));
  }

  /** Removes an object; without it nothing happens. */
  void delete(String key) throws IOException {
    call(key, () -> client.deleteObject(request -> request.bucket(bucket).key(key)));
  }

  /** Begins an upload in parts. */
  Upload begin(String key) throws IOException {
    return call(
        key,
        () ->
            new Upload(
                key,
                client
                    .createMultipartUpload(request -> request.bucket(bucket).key(key))
                    .uploadId()));
  }

  /** Uploads a part, numbered from 1. */
  CompletedPart part(Upload upload, int number, byte[] content, int length) throws IOException {
    return call(
        upload.key(),
        () -> {
          String tag =
              client
                  .uploadPart(
                      request ->
                          request
                              .bucket(bucket)
                              .key(upload.key())
                              .uploadId(upload.id())
                              .partNumber(number),
                      body(content, length))
                  .eTag();
          return CompletedPart.builder().partNumber(number).eTag(tag).build();
        });
  }

  /** Makes an object of the parts. */
  void complete(Upload upload, List<CompletedPart> parts) throws IOException {
    call(
        upload.key(),
        () ->
            client.completeMultipartUpload(
                request ->
                    request
                        .bucket(bucket)
                        .key(upload.key())
                        .uploadId(upload.id())
                        .multipartUpload(all -> all.parts(parts))));
  }

  /** Gives up an upload and the room that its parts take. */
  void abort(Upload upload) throws IOException {
    try {
      call(
          upload.key(),
          () ->
              client.abortMultipartUpload(
                  request -> request.bucket(bucket).key(upload.key()).uploadId(upload.id())));
    } catch (NoSuchBackupException gone) {
      // As it should be.
      return;
    }
  }

  /** The uploads that are under way below a prefix. */
  List<Upload> uploads(String prefix) throws IOException {
    return call(
        prefix,
        () -> {
          List<Upload> uploads = new ArrayList<>();
          for (MultipartUpload upload :
              client
                  .listMultipartUploadsPaginator(request -> request.bucket(bucket).prefix(prefix))
                  .uploads()) {
            uploads.add(new Upload(upload.key(), upload.uploadId()));
          }
          return uploads;
        });
  }

  /** Reads from the buffer itself, again where a call is tried again: no copy is made. */
  private static RequestBody body(byte[] content, int length) {
    return RequestBody.fromContentProvider(
        () -> new java.io.ByteArrayInputStream(content, 0, length),
        length,
        "application/octet-stream");
  }

  private <T> T call(String key, Supplier<T> call) throws IOException {
    try {
      return call.get();
    } catch (S3Exception refused) {
      if (refused.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(code(refused))) {
        throw new NoSuchBackupException(key + " in the bucket " + bucket);
      }
      throw new IOException(
          "the S3 server refused %s in the bucket %s: %d %s"
              .formatted(key, bucket, refused.statusCode(), code(refused)),
          refused);
    } catch (UncheckedIOException secret) {
      throw new IOException(secret.getMessage(), secret);
    } catch (SdkException failed) {
      throw new IOException(
          "the S3 server failed with %s in the bucket %s: %s"
              .formatted(key, bucket, failed.getMessage()),
          failed);
    }
  }

  private static String code(S3Exception refused) {
    return refused.awsErrorDetails() == null ? "" : refused.awsErrorDetails().errorCode();
  }
}
