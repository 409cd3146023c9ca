package io.drover.health.decide.alert;

/**
 * Where the backups of a service stand.
 *
 * @param service the service
 * @param overdue whether one should have been made and was not
 * @param reason in plain words; may be empty
 */
public record BackupState(String service, boolean overdue, String reason) {}
