package io.drover.failover.mirror.decide;

import io.drover.failover.mirror.World;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Everything that may be lacking, one at a time. */
final class MirrorCases {
  private static final String DECLARED =
      ",\"IPAMOptions\":{\"Configs\":[{\"Subnet\":\"10.5.0.0/24\"}]}";

  private MirrorCases() {}

  /** A change of a world at rest, and the one thing that is then found. */
  record Case(String name, Consumer<World> change, String code, String about) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> lacks() {
    return Stream.of(
        new Case(
            "secret", w -> w.standby.without("secrets", "app_key"), "MissingSecret", "app_key"),
        new Case(
            "image", w -> w.standby.without("images", "shop/web:1"), "MissingImage", "shop/web:1"),
        new Case(
            "image of a bad name",
            w -> w.primary.service("app_log", World.LOG.replace("shop/log:1", "a?b")),
            "Unreadable",
            "a?b"),
        new Case(
            "other content of a config",
            w -> w.standby.config("app_conf", "app", "eA=="),
            "ConfigDiffers",
            "app_conf"),
        new Case(
            "config of nobody's",
            w -> w.primary.service("app_web", World.WEB.replace("p-app_conf", "p-other")),
            "MissingConfig",
            "other"),
        new Case(
            "another kind of network",
            w ->
                w.standby.networkWith(
                    "app_net", "app", "\"Driver\":\"overlay\",\"Attachable\":true"),
            "NetworkDiffers",
            "app_net"),
        new Case(
            "network that got no addresses",
            w -> w.standby.networkWith("app_net", "app", "\"Driver\":\"overlay\""),
            "NetworkDiffers",
            "app_net"),
        new Case(
            "network of nobody's",
            w ->
                w.primary
                    .network("proxy", "", "10.3.0.0/24")
                    .service("app_web", World.WEB.replace("p-app_net", "p-proxy")),
            "MissingNetwork",
            "proxy"),
        new Case(
            "network that is no overlay",
            w -> w.primary.networkWith("app_mac", "app", "\"Driver\":\"macvlan\""),
            "MissingNetwork",
            "app_mac"),
        new Case(
            "taken subnet",
            w -> w.primary.network("app_two", "app", "10.0.0.128/25").task("app_two", DECLARED),
            "SubnetTaken",
            "app_two"),
        new Case(
            "declared subnet that is another",
            w -> w.primary.network("app_net", "app", "10.5.0.0/24").task("app_net", DECLARED),
            "NetworkDiffers",
            "app_net"),
        new Case(
            "node",
            w -> w.standby.node("node1", "drain", 4, 1L << 30).node("node2", "pause", 4, 1L << 30),
            "MissingNode",
            "app_web"),
        new Case(
            "memory",
            w -> w.standby.node("node1", "active", 4, 299L << 20),
            "NotEnoughCapacity",
            "memory"),
        new Case(
            "processors",
            w -> w.standby.node("node1", "active", 1, 1L << 30),
            "NotEnoughCapacity",
            "cpu"),
        new Case(
            "processors that others reserve",
            w ->
                w.standby.service(
                    "x",
                    "{\"Name\":\"x\",\"TaskTemplate\":{\"Resources\":{\"Reservations\":{\"NanoCPUs\":3000000000}}},\"Mode\":{\"Replicated\":{\"Replicas\":1}}}"),
            "NotEnoughCapacity",
            "cpu"),
        new Case(
            "node that is large enough",
            w -> w.standby.node("node1", "active", 4, 50L << 20),
            "NotEnoughCapacity",
            "app_web"),
        new Case(
            "service that is gone",
            w -> w.primary.without("services", "app_log"),
            "ExtraService",
            "app_log"),
        new Case(
            "service that runs",
            w -> w.standby.service("app_web", World.WEB),
            "RunningAtStandby",
            "app_web"),
        new Case(
            "global service that runs",
            w -> w.standby.service("app_log", World.LOG),
            "RunningAtStandby",
            "app_log"),
        new Case(
            "service that is off at the primary",
            w ->
                w.primary.service(
                    "app_web",
                    World.WEB
                        .replace("\"a/b\"", "\"drover.failover.off\":\"3\",\"a/b\"")
                        .replace("\"Replicas\":3", "\"Replicas\":0")),
            "OffAtPrimary",
            "app_web"),
        new Case(
            "rollout at the primary",
            w ->
                w.primary.service(
                    "app_web",
                    World.WEB.replace(":1\"", ":2\""),
                    "\"UpdateStatus\":{\"State\":\"updating\"}"),
            "RolloutInProgress",
            "app_web"),
        new Case(
            "port",
            w -> {
              String port =
                  "\"Mode\":{\"Replicated\":{\"Replicas\":3}},\"EndpointSpec\":{\"Ports\":[{\"PublishedPort\":80}]}";
              w.standby.service("lb", "{\"Name\":\"lb\"," + port + "}");
              w.primary.service(
                  "app_web", World.WEB.replace("\"Mode\":{\"Replicated\":{\"Replicas\":3}}", port));
            },
            "PortTaken",
            "app_web"),
        new Case(
            "count of one that runs",
            w -> w.standby.service("app_web", World.WEB),
            "NoCount",
            "app_web"),
        new Case(
            "count of one that is gone",
            w ->
                w.standby.service(
                    "app_old",
                    World.LOG
                        .replace("app_log", "app_old")
                        .replace("\"Global\":{}", "\"Replicated\":{}")),
            "NoCount",
            "app_old"),
        new Case("named service", w -> w.order = List.of("web", "db"), "MissingService", "app_db"),
        new Case(
            "job",
            w ->
                w.primary.service(
                    "app_log",
                    World.LOG.replace("\"Global\":{}", "\"ReplicatedJob\":{\"MaxConcurrent\":1}")),
            "JobNotMirrored",
            "app_log"),
        new Case(
            "another mode",
            w ->
                w.primary.service(
                    "app_log",
                    World.LOG.replace("\"Global\":{}", "\"Replicated\":{\"Replicas\":1}")),
            "ModeDiffers",
            "app_log"),
        new Case(
            "what it refers to",
            w -> w.primary.service("app_web", World.WEB.replace("p-app_net", "p-gone")),
            "Unreadable",
            "app_web"));
  }
}
