package io.drover.failover.dns;

/** Why DNS did not do, or not confirm, what was asked; each with what helps. */
public enum DnsProblem {
  /** TSIG error 17. */
  BADKEY("the server knows no key of this name and algorithm: compare the key file with its keys"),
  /** TSIG error 16. */
  BADSIG("the key's secret is not the server's: copy the key file anew"),
  /** TSIG error 18. */
  BADTIME("the clocks are more than 5 minutes apart: check the time on both sides"),
  /** The answer's own signature is wrong: it is not the server's, or was changed on the way. */
  UNSIGNED("the answer is not signed by the key, so it may be anybody's"),
  /** Rcode 9. */
  NOTAUTH("the server is not authoritative for the zone: check its name and the server's address"),
  /** Rcode 10. */
  NOTZONE("the record is not in the zone: check both names"),
  /** Rcode 5. */
  REFUSED("the server's policy refuses it: check the zone's allow-update or update-policy"),
  /** Rcode 4. */
  NOTIMP("the server does not take dynamic updates"),
  /** Rcodes 3 and 6 to 8: a prerequisite did not hold. */
  CHANGED("somebody else changed the record since it was read; nothing was overwritten"),
  /** Addresses that the description doesn't have. */
  FOREIGN("the record has addresses that are not in the description; nothing was overwritten"),
  /** A server has something else than was written. */
  STALE("the server did not hear of the change: check that the others notify it, or update all"),
  /** Rcode 2. */
  SERVFAIL("the server failed: read its log"),
  /** Any other rcode, or what is no DNS message. */
  UNUSABLE("the answer could not be used"),
  /** Neither by UDP nor by TCP. */
  NO_ANSWER("the server does not answer"),
  /** The key file. */
  KEY_FILE("the key file can't be used");

  private final String help;

  DnsProblem(String help) {
    this.help = help;
  }

  /** What helps. */
  public String help() {
    return help;
  }

  /** Whether another server, or the same one later, may answer differently by itself. */
  public boolean isPassing() {
    return this == NO_ANSWER || this == SERVFAIL;
  }
}
