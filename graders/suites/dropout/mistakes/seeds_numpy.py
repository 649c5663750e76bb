# Sets a seed inside, so that each call drops the same.
# expect draws_from_rng failed same_mask_each_call: A seed is set inside

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    np.random.seed(42)
    keep = np.random.rand(*x.shape) >= rate
    return x * keep / (1 - rate)
