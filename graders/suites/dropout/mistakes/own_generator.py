# Makes a generator of its own with a fixed seed.
# expect draws_from_rng failed same_mask_each_call: default_rng(...) there

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    rng = np.random.default_rng(0)
    keep = rng.random(x.shape) >= rate
    return x * keep / (1 - rate)
