# Returns the mask as numbers.
# expect scales failed returns_mask: mask of 0 and 1
# expect keeps_shape_and_type skipped

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    return (rng.random(x.shape) >= rate).astype(x.dtype)
