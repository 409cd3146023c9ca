package io.drover.failover.api;

import io.drover.failover.FailoverConfig;
import io.drover.failover.dns.DnsCheck;
import io.drover.failover.site.DescriptionFile;
import io.drover.failover.site.DescriptionReader.Contents;
import io.drover.manifests.ManifestProblem;
import io.drover.runtime.http.ProblemException;
import io.drover.runtime.http.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Tries whether records can be changed, before it matters. */
@Path("/v1/failover/dns/check")
@Produces(MediaType.APPLICATION_JSON)
public final class DnsCheckResource {
  private final DescriptionFile file;
  private final FailoverConfig config;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /** A check of what this file describes. */
  public DnsCheckResource(DescriptionFile file, FailoverConfig config) {
    this.file = file;
    this.config = config;
  }

  /** Makes a scratch record, looks for it at every server, and removes it. */
  @POST
  @RolesAllowed(Roles.OPERATOR)
  @RunOnVirtualThread
  @Operation(summary = "Tries the whole path of a DNS change with a scratch record")
  public DnsCheckAnswer check() {
    return switch (file.read()) {
      case Contents.Wrong wrong ->
          throw ProblemException.conflict(
              "the description can't be used",
              wrong.problems().stream().map(ManifestProblem::toString).toList());
      case Contents.Usable usable -> {
        if (!oneAtATime.tryLock()) {
          throw ProblemException.conflict("a check is running already");
        }
        try {
          yield DnsCheckAnswer.of(
              DnsCheck.run(usable.description(), Clock.systemUTC(), config.dnsPatience()));
        } finally {
          oneAtATime.unlock();
        }
      }
    };
  }
}
