package io.drover.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the agent. */
@ConfigMapping(prefix = "drover.agent")
public interface AgentConfig {

  /** Where the node's control groups are mounted. Defaults to /sys/fs/cgroup. */
  @WithDefault("/sys/fs/cgroup")
  Path cgroupRoot();

  /** Where the node's /proc is mounted. Defaults to /proc. */
  @WithDefault("/proc")
  Path procRoot();

  /** Where the node's /sys is mounted. Defaults to /sys. */
  @WithDefault("/sys")
  Path sysRoot();

  /** Time between two samples. Defaults to 1 second. */
  @WithDefault("1s")
  Duration period();

  /** Time between two questions for a task's own metrics. Defaults to 5 seconds. */
  @WithDefault("5s")
  Duration scrapePeriod();

  /** How long a task may take to answer. Defaults to 2 seconds. */
  @WithDefault("2s")
  Duration scrapeTimeout();

  /** Time between two measurements of the node's volumes. Defaults to 10 minutes. */
  @WithDefault("10m")
  Duration volumesPeriod();

  /** Where the agent keeps what must outlive it. Defaults to /var/lib/drover. */
  @WithDefault("/var/lib/drover")
  Path state();

  /** Where systemd's folder for units of the node's own is mounted. /etc/systemd/system. */
  @WithDefault("/etc/systemd/system")
  Path systemdRoot();

  /** How often the engine is asked for its containers, besides after each event. 10 seconds. */
  @WithDefault("10s")
  Duration refresh();

  /** Docker's name server, as this container sees it. Defaults to 127.0.0.11:53. */
  @WithDefault("127.0.0.11:53")
  String nameServer();

  /** How long it may take to answer. Defaults to 1500 milliseconds. */
  @WithDefault("1500ms")
  Duration nameTimeout();

  /**
   * Paths on the file systems whose fill is told. Defaults to /etc/hostname: Docker mounts that
   * file from its own folder, so that it shows the disk of images, volumes and containers.
   */
  @WithDefault("/etc/hostname")
  List<Path> disks();

  /** The containers that read and fill volumes. */
  Mover mover();

  /** Settings of movers. */
  interface Mover {
    /** Image that they are made of. Defaults to the agent's own. */
    Optional<String> image();

    /** Memory that each may have. As Compose writes it. Defaults to 128 MiB. */
    @WithDefault("128M")
    String memory();

    /** Their share of a processor that others want, too, of 1024. Defaults to 512. */
    @WithDefault("512")
    int cpuShares();

    /** Threads of each that compress; 0 for one a processor. Defaults to 0. */
    @WithDefault("0")
    int threads();
  }

  /**
   * Hosts and ports that failover may have probed from here: web.example.net:443. Default: none, so
   * that nobody can look around in this network through the agent.
   */
  Optional<List<String>> probes();
}
