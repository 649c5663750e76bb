# Draws one mask for all examples of the batch.
# expect drops_each_alone failed mask_shared_by_batch: one mask served for the whole batch

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.random(x.shape[1:]) >= rate
    return x * keep / (1 - rate)
