package io.drover.backup.act;

/**
 * A service that was stopped, or is about to be, and must come back.
 *
 * @param serviceId the service
 * @param service its name
 * @param replicas how many tasks it had
 */
public record Stopped(String serviceId, String service, int replicas) {
  public Stopped {
    if (replicas < 1) {
      throw new IllegalArgumentException("it had tasks, so not " + replicas);
    }
  }
}
