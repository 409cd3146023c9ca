/** Whether the name servers of the nodes know the tasks that the managers tell of. */
package io.drover.health.decide.names;
