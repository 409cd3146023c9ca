/** Alerts: the built-in rules, each with a time that it must hold, as Prometheus evaluates them. */
package io.drover.health.decide.alert;
