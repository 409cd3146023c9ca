/** What is remembered, stored and shown of the Swarm's health. */
package io.drover.health.record;
