package io.drover.placement.decide.inventory;

import io.drover.core.decision.Reason;
import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.manifests.Inventory.Server;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Whether the machines on a server were promised more than it has. */
final class Overcommitment {
  private static final int NANO_DIGITS = 9;

  private Overcommitment() {}

  static List<Reason> of(ServerReport report) {
    Server server = report.server();
    List<Reason> findings = new ArrayList<>();
    cores(report, findings);
    Bytes promised = report.memory().plus(server.reserved().memory());
    if (promised.compareTo(server.memory()) > 0) {
      findings.add(
          Reason.of(
              "MemoryOvercommitted",
              "%s has %s of memory, its machines and hypervisor are promised %s: they can't all have it"
                  .formatted(server.name(), server.memory(), promised)));
    }
    long iops = server.machines().stream().mapToLong(one -> one.speeds().iops()).sum();
    if (server.speeds().iops() > 0 && iops > server.speeds().iops()) {
      findings.add(
          Reason.of(
              "StorageOvercommitted",
              "the storage of %s does %d operations a second, its machines are promised %d"
                  .formatted(server.name(), server.speeds().iops(), iops)));
    }
    Bandwidth network =
        new Bandwidth(
            server.machines().stream()
                .mapToLong(one -> one.speeds().network().bitsPerSecond())
                .sum());
    if (server.speeds().network().bitsPerSecond() > 0
        && network.compareTo(server.speeds().network()) > 0) {
      findings.add(
          Reason.of(
              "NetworkOvercommitted",
              "the network of %s has %s, its machines are promised %s"
                  .formatted(server.name(), server.speeds().network(), network)));
    }
    return findings;
  }

  /** Threads of one core share it: beyond the cores each processor is worth less. */
  private static void cores(ServerReport report, List<Reason> findings) {
    Server server = report.server();
    BigDecimal kept = BigDecimal.valueOf(server.reserved().cpu().nanos(), NANO_DIGITS);
    BigDecimal promised = BigDecimal.valueOf(report.cores()).add(kept);
    BigDecimal cores = BigDecimal.valueOf(server.cores());
    if (promised.compareTo(cores) <= 0) {
      return;
    }
    String text =
        "%s has %d %s (%d threads), its machines and hypervisor are promised %s: while all are busy a processor is worth %s %% of a core"
            .formatted(
                server.name(),
                server.cores(),
                server.cores() == 1 ? "core" : "cores",
                server.threads(),
                promised.stripTrailingZeros().toPlainString(),
                cores.movePointRight(2).divide(promised, 0, RoundingMode.DOWN).toPlainString());
    boolean beyondThreads = promised.compareTo(BigDecimal.valueOf(server.threads())) > 0;
    findings.add(Reason.of(beyondThreads ? "ThreadsOvercommitted" : "CoresOvercommitted", text));
  }
}
