package io.drover.agent.api;

import io.drover.agent.act.volume.MoverRun;
import io.drover.agent.act.volume.Movers;
import io.drover.agent.act.volume.NodeVolumes;
import io.drover.agent.mover.Mover;
import io.drover.agent.mover.MoverOrder;
import io.drover.archive.ArchiveOptions;
import io.drover.engine.EngineException;
import io.drover.engine.StreamFrames;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.RequestJson;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A volume's content as an archive; only control services ask. Nothing of it is kept here. */
@Path("/v1/volumes/{name}/archive")
@RolesAllowed(Roles.AGENT)
public final class VolumeArchiveResource {
  private static final String LINES = "application/jsonl";

  private final NodeVolumes volumes;
  private final Movers movers;

  /** Archives of these volumes. */
  public VolumeArchiveResource(NodeVolumes volumes, Movers movers) {
    this.volumes = volumes;
    this.movers = movers;
  }

  /** Reads it. */
  @GET
  @Produces(StreamFrames.MEDIA_TYPE)
  @RunOnVirtualThread
  @Operation(
      summary = "A volume's content as tar in zstd, encrypted for recipients on request",
      description =
          "In Docker's framing of streams: 1 the archive, 2 record lines. The last line is 'end' or 'failed'; an"
              + " answer without 'end' is no archive.")
  public StreamingOutput read(
      @PathParam("name") String name,
      @QueryParam("recipients") @DefaultValue("") String recipients,
      @QueryParam("exclude") List<String> excludes,
      @QueryParam("rate") @DefaultValue("0") String rate,
      @Context HttpServerResponse response) {
    MoverOrder order = order(recipients, excludes, rate);
    MoverRun run = started(name, () -> movers.read(name, order));
    // Nobody calls what is returned here once the reader is gone.
    if (response.closed()) {
      run.close();
    }
    return out -> {
      try (run) {
        run.pass(
            new MoverRun.Listener() {
              @Override
              public void content(byte[] bytes, int length) throws IOException {
                requireReader(response);
                frame(out, StreamFrames.OUTPUT, bytes, length);
              }

              @Override
              public void line(String text) throws IOException {
                byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
                frame(out, StreamFrames.ERRORS, line, line.length);
              }
            });
      }
    };
  }

  /** What is written for a reader who is gone is dropped without an error. */
  private static void requireReader(HttpServerResponse response) throws IOException {
    if (response.closed()) {
      throw new IOException("the reader of the archive is gone");
    }
  }

  private static void frame(OutputStream out, int stream, byte[] bytes, int length)
      throws IOException {
    out.write(StreamFrames.head(stream, length));
    out.write(bytes, 0, length);
  }

  private MoverOrder order(String recipients, List<String> excludes, String rate) {
    List<String> whom =
        Arrays.stream(recipients.split(","))
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .toList();
    try {
      long bytesPerSecond = Long.parseLong(rate);
      int threads = movers.threads() == 0 ? 1 : movers.threads();
      ArchiveOptions checked = new ArchiveOptions(whom, excludes, bytesPerSecond, threads);
      return MoverOrder.read(
          checked.recipients(), checked.excludes(), checked.bytesPerSecond(), movers.threads());
    } catch (NumberFormatException wrong) {
      throw RequestJson.mistakes(
          List.of("rate: expected bytes a second, found '%s'".formatted(rate)));
    } catch (IllegalArgumentException wrong) {
      throw RequestJson.mistakes(List.of(wrong.getMessage()));
    }
  }

  /** Fills it. */
  @PUT
  @Consumes("*/*")
  @Produces(LINES)
  @RunOnVirtualThread
  @Operation(
      summary = "Fills a volume from a tar in zstd",
      description =
          "Answers record lines while it goes; the last one is 'end' or 'failed'. 409 where the volume isn't empty"
              + " and 'replace' is not true, or a container that runs has it mounted and 'inUse' is not true.")
  public StreamingOutput write(
      @PathParam("name") String name,
      @QueryParam("replace") @DefaultValue("false") boolean replace,
      @QueryParam("inUse") @DefaultValue("false") boolean inUse,
      InputStream archive) {
    MoverRun run =
        started(
            name,
            () -> {
              requireUnused(name, inUse);
              return movers.write(name, MoverOrder.write(replace), archive);
            });
    return out -> {
      try (run) {
        run.pass(
            new MoverRun.Listener() {
              @Override
              public void content(byte[] bytes, int length) {
                // Who fills a volume writes no archive.
              }

              @Override
              public void line(String text) throws IOException {
                out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
              }
            });
      }
    };
  }

  private void requireUnused(String name, boolean inUse) {
    List<String> users =
        volumes.users(name).stream()
            .filter(NodeVolumes.User::running)
            .map(user -> user.service().isEmpty() ? user.container() : user.service())
            .toList();
    if (!inUse && !users.isEmpty()) {
      throw ProblemException.conflict("the volume %s is in use".formatted(name), users);
    }
  }

  /** A mover that is ready. */
  private MoverRun started(String name, Supplier<MoverRun> start) {
    try {
      volumes.find(name).orElseThrow(() -> VolumeResource.unknown(name));
      MoverRun run = start.get();
      String first;
      try {
        first = run.firstLine();
      } catch (IOException | RuntimeException broken) {
        run.close();
        throw ProblemException.unavailable("the mover broke off: " + broken.getMessage());
      }
      if (first.equals(Mover.READY)) {
        return run;
      }
      run.close();
      String reason = RequestJson.parse(first).findPath("reason").asText();
      throw first.startsWith("{\"refused\"")
          ? ProblemException.conflict(reason)
          : ProblemException.unavailable(reason);
    } catch (Movers.BusyException busy) {
      throw ProblemException.conflict(busy.getMessage());
    } catch (EngineException refused) {
      throw EngineProblems.of(refused);
    }
  }
}
