package alexnet.model.layer;

import alexnet.engine.DeviceBuffer;

/**
 * What a part of a layer has of its neighbours, where the layer works across the border of the GPUs. Maps of the part
 * itself lie between those of the lower and those of the upper neighbour in {@link Site#x}.
 *
 * @param lower maps of the lower neighbour, 0 where there is none
 * @param upper maps of the upper neighbour, 0 where there is none
 * @param terms (2 * maps per border,H,W,N): what this part makes for its neighbours' backward pass, the lower one's first
 * @param neighbours (lower + upper,H,W,N): what the neighbours made for this part's backward pass
 */
public record Border(int lower, int upper, DeviceBuffer terms, DeviceBuffer neighbours) {}
