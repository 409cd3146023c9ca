package io.drover.placement.decide.quota;

import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;

/**
 * What is in a volume of one node.
 *
 * @param name the volume's name
 * @param stack the stack that it was made for, or empty text
 * @param node the node's name
 * @param size what is in it
 */
public record VolumeSize(String name, String stack, String node, Reading<Bytes> size) {}
