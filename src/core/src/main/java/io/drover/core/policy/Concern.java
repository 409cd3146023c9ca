package io.drover.core.policy;

/** One thing that a service can ask Drover to look after; each concern has its own labels. */
public sealed interface Concern
    permits ScalePolicy,
        FallbackPolicy,
        MetricsPolicy,
        SchedulePolicy,
        ResizePolicy,
        LimitsPolicy,
        TierPolicy,
        PlacePolicy,
        QuotaPolicy,
        NodePolicy,
        RoutePolicy,
        CarePolicy,
        BackupPolicy,
        FailoverPolicy {}
