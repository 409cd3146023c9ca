package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Reading;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * When the Swarm's own certificate authority ends. Nodes renew their own certificates as long as it
 * holds; once it ended no node can join or come back.
 */
final class Authority {
  private Authority() {}

  /** Reads {@code GET /swarm}: the earliest end of the roots that it trusts. */
  static Reading<Instant> end(JsonNode swarm, Instant now) {
    String roots = swarm.path("TLSInfo").path("TrustRoot").asText("");
    if (roots.isEmpty()) {
      return Reading.unknown("the engine does not show the Swarm's certificates");
    }
    try {
      Instant end = Instant.MAX;
      for (Certificate root :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(roots.getBytes(StandardCharsets.US_ASCII)))) {
        Instant one = ((X509Certificate) root).getNotAfter().toInstant();
        end = one.isBefore(end) ? one : end;
      }
      return Reading.known(end, now);
    } catch (CertificateException unreadable) {
      return Reading.unknown("the Swarm's certificates can't be read: " + unreadable.getMessage());
    }
  }
}
