package io.drover.manifests;

import io.drover.core.policy.ResizePolicy;

/**
 * A VerticalPodAutoscaler without mistakes.
 *
 * @param manifest as it was written
 * @param target which service it resizes
 * @param policy with the API's defaults
 */
public record VerticalManifest(Manifest manifest, TargetName target, ResizePolicy policy)
    implements Described {}
