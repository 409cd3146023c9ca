package io.drover.scaling.decide.vertical;

import java.time.Duration;

/**
 * What tasks were seen to use, as percentiles; a resource without samples is absent.
 *
 * @param lower the 50th percentile
 * @param target the 90th percentile
 * @param upper the 95th percentile
 * @param confidence days' worth of samples, one a minute
 * @param knownFor time since the first sample
 * @param samples how many CPU samples there are
 */
public record Demand(
    Amounts lower,
    Amounts target,
    Amounts upper,
    double confidence,
    Duration knownFor,
    long samples) {}
