package io.drover.failover.dns;

import io.drover.failover.site.Description.Dns;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** A zone, as one server after the other is asked for it and told to change it (RFC 2136). */
public final class Zone {
  private final Name zone;
  private final SignedExchange exchange;

  /**
   * A zone.
   *
   * @param key signs what is asked, too: an answer that decides something has to be the server's
   * @param clock what signatures are dated by
   */
  public Zone(Dns dns, TsigKey key, Clock clock) {
    this.zone = name(dns.zone());
    this.exchange = new SignedExchange(key, clock, dns.timeout());
  }

  /** The zone's serial number at a server that is authoritative for it. */
  public long serial(Dns.Server server) throws DnsException {
    for (Record record : answer(server, zone, Type.SOA)) {
      if (record instanceof SOARecord soa) {
        return soa.getSerial();
      }
    }
    throw new DnsException(DnsProblem.NOTAUTH, server.toString(), "it has no SOA of " + zone);
  }

  /** What a name has at a server. */
  public Contents read(Dns.Server server, String of) throws DnsException {
    Name name = name(of);
    List<Record> records = new ArrayList<>(answer(server, name, Type.A));
    records.addAll(answer(server, name, Type.AAAA));
    SortedSet<String> addresses = new TreeSet<>();
    long ttl = 0;
    for (Record record : records) {
      switch (record) {
        case ARecord a -> addresses.add(a.getAddress().getHostAddress());
        case AAAARecord aaaa -> addresses.add(aaaa.getAddress().getHostAddress());
        default ->
            throw new DnsException(
                DnsProblem.FOREIGN,
                server.toString(),
                "%s has a record of type %s".formatted(of, Type.string(record.getType())));
      }
      ttl = Math.max(1, record.getTTL());
    }
    return new Contents(addresses, Duration.ofSeconds(ttl));
  }

  private List<Record> answer(Dns.Server server, Name name, int type) throws DnsException {
    Message answer =
        exchange.ask(server, () -> Message.newQuery(Record.newRecord(name, type, DClass.IN)));
    if (!answer.getHeader().getFlag(Flags.AA)) {
      throw new DnsException(
          DnsProblem.NOTAUTH, server.toString(), "it answers for " + name + " from hearsay");
    }
    return answer.getSection(Section.ANSWER);
  }

  /**
   * Replaces what a name has, in one message: all of it happens, or nothing.
   *
   * @param believed what it has to have still, to the last address
   * @param wanted what it has then; nothing removes the record
   */
  public void replace(Dns.Server server, String of, Contents believed, Contents wanted)
      throws DnsException {
    Name name = name(of);
    Message answer =
        exchange.ask(
            server,
            () -> {
              Update update = new Update(zone);
              for (int type : new int[] {Type.A, Type.AAAA}) {
                List<Record> had = records(name, type, believed, 0);
                if (had.isEmpty()) {
                  update.absent(name, type);
                } else {
                  // With a TTL of 0: "the record set is exactly this" (RFC 2136, 2.4.2).
                  had.forEach(update::present);
                  update.delete(name, type);
                }
                records(name, type, wanted, wanted.ttl().toSeconds()).forEach(update::add);
              }
              return update;
            });
    if (answer.getHeader().getRcode() == Rcode.NXDOMAIN) {
      throw new DnsException(DnsProblem.CHANGED, server.toString(), of + " is gone");
    }
  }

  private static List<Record> records(Name name, int type, Contents contents, long ttl) {
    List<Record> records = new ArrayList<>();
    for (String text : contents.addresses()) {
      InetAddress address = address(text);
      boolean isV4 = address.getAddress().length == Integer.BYTES;
      if (type == Type.A && isV4) {
        records.add(new ARecord(name, DClass.IN, ttl, address));
      } else if (type == Type.AAAA && !isV4) {
        records.add(new AAAARecord(name, DClass.IN, ttl, address));
      }
    }
    return records;
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("was an address when it was read: " + literal, impossible);
    }
  }

  /** Names come out of a description that was checked. */
  private static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }
}
