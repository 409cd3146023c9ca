package io.drover.runtime.wiring;

import io.drover.core.decision.DecisionSink;
import io.drover.engine.DockerEngine;
import io.drover.engine.Engine;
import io.drover.runtime.guard.Mode;
import io.drover.runtime.pause.PauseSwitch;
import io.drover.runtime.record.DecisionIds;
import io.drover.runtime.record.DecisionRecorder;
import io.drover.runtime.record.RecentDecisions;
import io.drover.runtime.time.TimeSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes beans of the loop kit's plain classes; a service or a test may put its own in place. */
@Singleton
public final class RuntimeBeans {
  /** The Docker command line's own; also taken from any other source of configuration. */
  private static final List<String> ENGINE_VARIABLES =
      List.of("DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "HOME");

  private static final int RANDOM_BYTES = 4;
  private static final int SERVICES_REMEMBERED = 5_000;
  private static final int DECISIONS_REMEMBERED = 20;

  /** The machine's clocks. */
  @Produces
  @Singleton
  @DefaultBean
  TimeSource time() {
    return TimeSource.system();
  }

  /** The mode and this process's name. */
  @Produces
  @Singleton
  @DefaultBean
  Suite suite(
      @ConfigProperty(name = "drover.mode", defaultValue = "enforce") Mode mode,
      @ConfigProperty(name = "drover.instance") Optional<String> name) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return new Suite(
        mode, name.orElseGet(RuntimeBeans::hostName) + "-" + HexFormat.of().formatHex(random));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "drover";
    }
  }

  /** The engine that DOCKER_HOST names; nothing is asked of it yet. */
  @Produces
  @ApplicationScoped
  @DefaultBean
  Engine engine(Config config) {
    return DockerEngine.fromEnvironment(engineVariables(config));
  }

  /** The variables that name the engine, for whoever needs a connection of its own. */
  public static Map<String, String> engineVariables(Config config) {
    Map<String, String> variables = new HashMap<>();
    for (String name : ENGINE_VARIABLES) {
      config.getOptionalValue(name, String.class).ifPresent(value -> variables.put(name, value));
    }
    return variables;
  }

  /** Ends its connections. */
  void close(@Disposes Engine engine) {
    engine.close();
  }

  /** The suite-wide pause. */
  @Produces
  @Singleton
  @DefaultBean
  PauseSwitch pause(Engine engine) {
    return new PauseSwitch(engine);
  }

  /** Ids by the machine's clock. */
  @Produces
  @Singleton
  @DefaultBean
  DecisionIds ids(TimeSource time) {
    return new DecisionIds(() -> time.now().wall(), new SecureRandom());
  }

  /** Decisions in memory. */
  @Produces
  @Singleton
  @DefaultBean
  RecentDecisions recent() {
    return new RecentDecisions(SERVICES_REMEMBERED, DECISIONS_REMEMBERED);
  }

  /** Without a journal, the recorder's log lines are all that is kept. */
  @Produces
  @Singleton
  @DefaultBean
  DecisionSink sink() {
    return decision -> {};
  }

  /** The recording step. */
  @Produces
  @Singleton
  @DefaultBean
  DecisionRecorder recorder(DecisionSink sink, MeterRegistry metrics, RecentDecisions recent) {
    return new DecisionRecorder(sink, metrics, recent);
  }
}
