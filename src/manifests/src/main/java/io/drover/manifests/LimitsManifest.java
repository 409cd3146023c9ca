package io.drover.manifests;

import io.drover.core.policy.StackLimits;

/**
 * A LimitRange without mistakes.
 *
 * @param manifest as it was written
 * @param limits with the API server's defaults
 */
public record LimitsManifest(Manifest manifest, StackLimits limits) {}
