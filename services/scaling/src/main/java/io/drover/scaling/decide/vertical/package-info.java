/** The vertical recommender: from usage to what a task should reserve. */
package io.drover.scaling.decide.vertical;
