/** Tells others of alerts: Alertmanagers and webhooks. */
package io.drover.health.notify;
