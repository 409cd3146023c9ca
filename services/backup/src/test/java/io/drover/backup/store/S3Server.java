package io.drover.backup.store;

import io.drover.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3-compatible server (S3Proxy) in a process of its own, which keeps its objects in a
 * folder and can be killed.
 */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "backups";

  private final Path folder;
  private final int port;
  private Process process;

  S3Server(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.createDirectories(objects());
    Files.writeString(accessKey(), "drover\n");
    Files.writeString(secretKey(), "not a real secret\n");
    Files.writeString(
        folder.resolve("logback.xml"),
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%d %p %m%n</pattern></encoder>
          </appender>
          <root level="WARN"><appender-ref ref="out"/></root>
        </configuration>
        """);
    Files.writeString(
        folder.resolve("s3proxy.properties"),
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v4
        s3proxy.identity=drover
        s3proxy.credential=not a real secret
        jclouds.provider=filesystem
        jclouds.filesystem.basedir=%s
        """
            .formatted(port, folder.resolve("data")));
  }

  /** Where the bucket's objects lie as files. */
  Path objects() {
    return folder.resolve("data").resolve(BUCKET);
  }

  Path accessKey() {
    return folder.resolve("access.key");
  }

  Path secretKey() {
    return folder.resolve("secret.key");
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** A client of this server. */
  S3Client client() {
    return new S3Connection(endpoint(), "us-east-1", true, accessKey(), secretKey()).open();
  }

  /** Starts it, and waits until it answers. */
  void start() throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    Files.readString(Path.of("target", "s3proxy.classpath")),
                    "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                    "org.gaul.s3proxy.Main",
                    "--properties",
                    folder.resolve("s3proxy.properties").toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    Eventually.holds("the S3 server answers on port " + port, this::answers);
  }

  private boolean answers() {
    try (Socket answered = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return answered.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Ends it as a power failure would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
