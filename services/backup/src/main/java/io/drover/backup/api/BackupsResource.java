package io.drover.backup.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.backup.decide.state.Standing;
import io.drover.backup.keep.Checks;
import io.drover.backup.keep.KeepBoard;
import io.drover.backup.manifest.BackupId;
import io.drover.backup.manifest.BackupName;
import io.drover.backup.record.BackupRecord;
import io.drover.backup.record.BackupsInUse;
import io.drover.backup.record.Catalog;
import io.drover.backup.store.BackupStore;
import io.drover.engine.Engine;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The backups that there are, and how it stands with them. */
@Path("/v1/backups")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class BackupsResource {
  private static final int MOST = 10_000;

  private final BackupStore store;
  private final Catalog catalog;
  private final KeepBoard board;
  private final Checks checks;
  private final Engine engine;

  /** The API of these. */
  public BackupsResource(
      BackupStore store, Catalog catalog, KeepBoard board, Checks checks, Engine engine) {
    this.engine = engine;
    this.store = store;
    this.catalog = catalog;
    this.board = board;
    this.checks = checks;
  }

  /** All of them, or some. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(
      summary = "Backups, newest first: what they hold, what checks said, and why each is kept",
      description = "stack, service and volume narrow it down; since is a moment; limit to 10000.")
  public String all(
      @QueryParam("stack") @DefaultValue("") String stack,
      @QueryParam("service") @DefaultValue("") String service,
      @QueryParam("volume") @DefaultValue("") String volume,
      @QueryParam("since") @DefaultValue("") String since,
      @QueryParam("limit") @DefaultValue("1000") int limit) {
    if (limit < 1 || limit > MOST) {
      throw mistake("limit: expected a number from 1 to " + MOST);
    }
    Instant oldest = moment(since);
    KeepBoard.View view = known();
    ArrayNode some = JsonNodeFactory.instance.arrayNode();
    catalog.backups().stream()
        .filter(backup -> stack.isEmpty() || backup.stack().equals(stack))
        .filter(backup -> service.isEmpty() || backup.services().contains(service))
        .filter(backup -> volume.isEmpty() || backup.volumes().contains(volume))
        .filter(backup -> !backup.pointInTime().isBefore(oldest))
        .sorted(
            Comparator.comparing(BackupRecord::pointInTime)
                .thenComparing(BackupRecord::id)
                .reversed())
        .limit(limit)
        .forEach(backup -> some.add(json(backup, view)));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("place", store.place());
    answer.set("backups", some);
    answer.set("problems", Answers.json(view.problems()));
    return answer.toString();
  }

  /** How it stands with the backups of each service. */
  @GET
  @Path("/status")
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(
      summary =
          "Of each service with a schedule: when it was backed up, is next, and what is wrong",
      description =
          "state is ok, damaged, failed, missed, overdue, never, unverified or abnormal: the worst"
              + " of the findings, whose words are the reason.")
  public String status() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode services = answer.putArray("services");
    known().standings().forEach(standing -> services.add(json(standing)));
    return answer.toString();
  }

  /** One backup with its manifest. */
  @GET
  @Path("/{stack}/{name}")
  @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
  @Operation(summary = "One backup: what the catalog knows of it, and its manifest")
  public String one(@PathParam("stack") String stack, @PathParam("name") String name) {
    BackupId id = id(stack, name);
    KeepBoard.View view = known();
    return Answers.asking(
        () -> {
          ObjectNode answer =
              catalog
                  .backup(id)
                  .map(record -> json(record, view))
                  .orElseGet(JsonNodeFactory.instance::objectNode);
          answer.set("manifest", Answers.json(store.manifest(id)));
          return answer.toString();
        });
  }

  /** Reads one again. */
  @POST
  @Path("/{stack}/{name}/verify")
  @Consumes(MediaType.WILDCARD)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Reads a backup again, to its last byte",
      description =
          "Returns at once; the backup's verified says what came of it, checking whether it goes"
              + " on.")
  public String verify(@PathParam("stack") String stack, @PathParam("name") String name) {
    BackupRecord record = record(id(stack, name));
    if (!checks.ask(record.id())) {
      throw ProblemException.unavailable("too many checks are waiting already");
    }
    return json(record, board.view()).toString();
  }

  /** Removes one. */
  @DELETE
  @Path("/{stack}/{name}")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "Removes a backup, whatever retention says of it")
  public String delete(@PathParam("stack") String stack, @PathParam("name") String name) {
    BackupRecord record = record(id(stack, name));
    return Answers.asking(
        () -> {
          if (BackupsInUse.of(engine).contains(record.id().toString())) {
            throw ProblemException.conflict(record.id() + " is being restored");
          }
          catalog.delete(record.id());
          return JsonNodeFactory.instance
              .objectNode()
              .put("deleted", record.id().toString())
              .toString();
        });
  }

  private BackupRecord record(BackupId id) {
    known();
    return catalog
        .backup(id)
        .orElseThrow(() -> ProblemException.notFound("there is no backup " + id));
  }

  /** What is known; 503 where another instance knows. */
  private KeepBoard.View known() {
    KeepBoard.View view = board.view();
    if (!view.reasonForNone().isEmpty()) {
      throw ProblemException.unavailable(view.reasonForNone());
    }
    return view;
  }

  private ObjectNode json(BackupRecord backup, KeepBoard.View view) {
    ObjectNode json = (ObjectNode) Answers.json(backup);
    json.put("checking", checks.isPending(backup.id()));
    checks.failure(backup.id()).ifPresent(why -> json.put("checkFailed", why));
    view.verdict(backup.id())
        .ifPresent(
            verdict -> {
              json.put("keep", verdict.keep());
              ArrayNode reasons = json.putArray("reasons");
              verdict.reasons().forEach(reason -> reasons.add(reason.text()));
            });
    return json;
  }

  private static ObjectNode json(Standing standing) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("service", standing.service());
    json.put("stack", standing.stack());
    json.put("schedule", standing.schedule());
    put(json, "lastSuccess", standing.lastSuccess(), Instant.EPOCH);
    put(json, "nextDue", standing.nextDue(), Instant.MAX);
    put(json, "overdueSince", standing.overdueSince(), Instant.MAX);
    json.put("state", standing.state().word());
    json.put("reason", standing.worst().map(Standing.Finding::text).orElse(""));
    ArrayNode findings = json.putArray("findings");
    for (Standing.Finding finding : standing.findings()) {
      findings.addObject().put("state", finding.state().word()).put("text", finding.text());
    }
    json.put("bytes", standing.bytes());
    json.put("verified", standing.verified());
    return json;
  }

  private static void put(ObjectNode json, String name, Instant moment, Instant none) {
    if (moment.equals(none)) {
      json.putNull(name);
    } else {
      json.put(name, moment.toString());
    }
  }

  private static BackupId id(String stack, String name) {
    try {
      return new BackupId(stack, BackupName.parse(name));
    } catch (IllegalArgumentException malformed) {
      throw mistake(malformed.getMessage());
    }
  }

  private static Instant moment(String text) {
    try {
      return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeException malformed) {
      throw mistake("since: expected a moment such as 2026-11-26T03:30:00Z");
    }
  }

  private static ProblemException mistake(String what) {
    return ProblemException.badRequest("the request has mistakes", List.of(what));
  }
}
