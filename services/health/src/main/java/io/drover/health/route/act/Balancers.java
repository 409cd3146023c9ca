package io.drover.health.route.act;

import io.drover.health.route.record.RouteBoard;
import io.drover.health.route.record.RouteLog;
import io.drover.runtime.status.Dependencies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * All load balancers of the settings as they are now: a name may stand for several HAProxys that
 * come and go.
 */
public final class Balancers {
  private static final Duration LOOK_UP_AGAIN = Duration.ofSeconds(2);

  private final List<HaproxyAddress> addresses;
  private final Duration timeout;
  private final String slots;
  private final Parts parts;
  private final List<Balancer> fixed = new ArrayList<>();
  private final Map<HaproxyAddress, List<HaproxyAddress.One>> lastFound = new LinkedHashMap<>();
  private final Map<String, Balancer> haproxys = new LinkedHashMap<>();
  private Instant lookedUp = Instant.EPOCH;
  private volatile List<Balancer> all = List.of();

  /**
   * What every balancer works with.
   *
   * @param mayAct whether the lease holds for as long as a step takes
   * @param comeBack asks for another round soon
   */
  public record Parts(
      RouteLog log,
      RouteBoard board,
      Reactions reactions,
      Dependencies dependencies,
      BooleanSupplier mayAct,
      Supplier<Instant> now,
      Runnable comeBack) {}

  /**
   * HAProxys at these addresses.
   *
   * @param slots servers of this name and a number are slots
   */
  public Balancers(List<HaproxyAddress> addresses, Duration timeout, String slots, Parts parts) {
    this.addresses = List.copyOf(addresses);
    this.timeout = timeout;
    this.slots = slots;
    this.parts = parts;
  }

  /** Adds an nginx on this machine, tested and reloaded by commands. */
  public void addNginx(
      Path folder, List<String> test, List<String> reload, Duration gap, Duration longest) {
    addNginx(folder, new CommandReload(test, reload, longest), gap);
  }

  /** Adds those nginx that share a folder with a script beside each. */
  public void addHookedNginx(Path folder, Duration gap, Duration longest) {
    addNginx(folder, new HookReload(folder, longest, parts.now()), gap);
  }

  private void addNginx(Path folder, NginxReload reload, Duration gap) {
    fixed.add(
        new NginxBalancer(
            folder,
            reload,
            gap,
            parts.log(),
            parts.board(),
            parts.reactions(),
            parts.mayAct(),
            parts.comeBack()));
    all = List.copyOf(fixed);
  }

  /**
   * Looks names up again after a while. A name that resolves to nothing keeps what it had: its
   * HAProxys then say themselves whether they are there.
   */
  public void find(Instant now) {
    if (now.isBefore(lookedUp.plus(LOOK_UP_AGAIN))) {
      return;
    }
    lookedUp = now;
    Set<String> present = new HashSet<>();
    for (HaproxyAddress address : addresses) {
      for (HaproxyAddress.One one : resolve(address)) {
        present.add(one.name());
        haproxys.computeIfAbsent(one.name(), name -> balancer(one));
      }
    }
    haproxys.keySet().retainAll(present);
    List<Balancer> found = new ArrayList<>(haproxys.values());
    found.addAll(fixed);
    all = List.copyOf(found);
  }

  private List<HaproxyAddress.One> resolve(HaproxyAddress address) {
    String dependency = "where is " + address;
    try {
      List<HaproxyAddress.One> found = address.all();
      lastFound.put(address, found);
      parts.dependencies().up(dependency, false);
      return found;
    } catch (IOException unknown) {
      parts.dependencies().down(dependency, false, "resolves to nothing: " + unknown.getMessage());
      return lastFound.getOrDefault(address, List.of());
    }
  }

  private Balancer balancer(HaproxyAddress.One one) {
    return new HaproxyBalancer(
        one.name(),
        one.socket(),
        timeout,
        slots,
        parts.log(),
        parts.board(),
        parts.reactions(),
        parts.mayAct());
  }

  /** Those that are there. */
  public List<Balancer> all() {
    return all;
  }
}
