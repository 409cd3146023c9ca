package io.drover.backup.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drover.backup.record.Catalog;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The catalog of backups. */
@Path("/v1/catalog")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class CatalogResource {
  private final Catalog catalog;

  /** The API of this catalog. */
  public CatalogResource(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Makes it anew. */
  @POST
  @Path("/rebuild")
  @Consumes(MediaType.WILDCARD)
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "Makes the catalog anew from the store alone: every manifest is read")
  public String rebuild() {
    if (!catalog.isKnown()) {
      throw ProblemException.unavailable("this instance doesn't lead, or can't read the store");
    }
    return Answers.asking(
        () ->
            JsonNodeFactory.instance
                .objectNode()
                .put("backups", catalog.rebuild())
                .set("problems", Answers.json(catalog.problems()))
                .toString());
  }
}
