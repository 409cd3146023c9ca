package io.drover.failover.dns;

import io.drover.failover.site.Description.Dns;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/**
 * Signed exchanges with servers of DNS. Each attempt sends a fresh message: one that was signed
 * already would get a second signature, which servers refuse as malformed.
 */
final class SignedExchange {
  private final TsigKey key;
  private final Clock clock;
  private final Duration timeout;

  SignedExchange(TsigKey key, Clock clock, Duration timeout) {
    this.key = key;
    this.clock = clock;
    this.timeout = timeout;
  }

  /**
   * Asks by UDP, then by TCP where the answer was truncated or none came.
   *
   * @param message makes the message, anew for each attempt
   * @return an answer with a right signature, and NOERROR or NXDOMAIN
   */
  Message ask(Dns.Server server, Supplier<Message> message) throws DnsException {
    try {
      return attempt(server, message.get(), false);
    } catch (IOException udp) {
      try {
        return attempt(server, message.get(), true);
      } catch (IOException tcp) {
        throw new DnsException(
            DnsProblem.NO_ANSWER,
            server.toString(),
            "UDP: %s; TCP: %s".formatted(udp.getMessage(), tcp.getMessage()));
      }
    }
  }

  private Message attempt(Dns.Server server, Message message, boolean tcp)
      throws IOException, DnsException {
    TSIG signer = key.signer(clock);
    signer.apply(message, null);
    TSIGRecord signature = message.getTSIG();
    byte[] request = message.toWire();
    byte[] answer =
        tcp ? Transport.tcp(server, request, timeout) : Transport.udp(server, request, timeout);
    if (!tcp && Transport.isTruncated(answer)) {
      throw new IOException("the answer is too long for UDP");
    }
    return checked(server, signer, signature, answer);
  }

  private static Message checked(Dns.Server server, TSIG signer, TSIGRecord signature, byte[] wire)
      throws DnsException {
    String where = server.toString();
    Message answer;
    try {
      answer = new Message(wire);
    } catch (IOException malformed) {
      throw new DnsException(DnsProblem.UNUSABLE, where, malformed.getMessage());
    }
    if (answer.getTSIG() != null && answer.getTSIG().getError() != Rcode.NOERROR) {
      throw refusedSignature(where, answer.getTSIG());
    }
    int rcode = answer.getHeader().getRcode();
    boolean isVerified =
        answer.getTSIG() != null && signer.verify(answer, wire, signature) == Rcode.NOERROR;
    // A refusal counts without a signature: some servers leave it away, and nothing is changed.
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      throw new DnsException(problem(rcode), where, Rcode.string(rcode));
    }
    if (!isVerified) {
      throw new DnsException(DnsProblem.UNSIGNED, where, "");
    }
    return answer;
  }

  private static DnsException refusedSignature(String where, TSIGRecord signature) {
    return switch (signature.getError()) {
      case Rcode.BADKEY -> new DnsException(DnsProblem.BADKEY, where, "key " + signature.getName());
      case Rcode.BADSIG -> new DnsException(DnsProblem.BADSIG, where, "key " + signature.getName());
      case Rcode.BADTIME ->
          new DnsException(
              DnsProblem.BADTIME, where, "signed at " + signature.getTimeSigned() + " here");
      default ->
          new DnsException(
              DnsProblem.UNUSABLE, where, "TSIG error " + Rcode.TSIGstring(signature.getError()));
    };
  }

  private static DnsProblem problem(int rcode) {
    return switch (rcode) {
      case Rcode.NOTAUTH -> DnsProblem.NOTAUTH;
      case Rcode.NOTZONE -> DnsProblem.NOTZONE;
      case Rcode.REFUSED -> DnsProblem.REFUSED;
      case Rcode.NOTIMP -> DnsProblem.NOTIMP;
      case Rcode.SERVFAIL -> DnsProblem.SERVFAIL;
      case Rcode.YXDOMAIN, Rcode.YXRRSET, Rcode.NXRRSET -> DnsProblem.CHANGED;
      default -> DnsProblem.UNUSABLE;
    };
  }
}
