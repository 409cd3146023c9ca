/** A real Prometheus for tests. */
package io.drover.testkit.prometheus;
