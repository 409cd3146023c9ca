package io.drover.backup.restore;

import io.drover.backup.act.NodeAgents;
import io.drover.backup.decide.restore.RestorePlan;
import io.drover.backup.manifest.Manifest;
import io.drover.backup.observe.StackDocument;

/**
 * A restore that is planned.
 *
 * @param manifest of the backup
 * @param document what describes its stack
 * @param agents those that answered
 * @param plan what is done
 */
record RestorePlanned(
    Manifest manifest, StackDocument document, NodeAgents.Found agents, RestorePlan plan) {}
