package io.drover.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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

  /**
   * Paths on the file systems whose fill is told. Defaults to /etc/hostname: Docker mounts that
   * file from its own folder, so that it shows the disk of images, volumes and containers.
   */
  @WithDefault("/etc/hostname")
  List<Path> disks();
}
