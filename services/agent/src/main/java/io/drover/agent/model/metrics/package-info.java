/** What tasks tell of themselves at their own addresses of metrics: reading it, and its rates. */
package io.drover.agent.model.metrics;
