package io.drover.manifests;

import io.drover.core.policy.StackQuota;

/**
 * A ResourceQuota without mistakes.
 *
 * @param manifest as it was written
 * @param quota what it asks for
 */
public record QuotaManifest(Manifest manifest, StackQuota quota) {}
