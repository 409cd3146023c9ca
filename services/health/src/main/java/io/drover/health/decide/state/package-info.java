/** What is wrong with nodes, services and tasks, and why: pure rules over what was observed. */
package io.drover.health.decide.state;
