# Scales the mask, which turns float32 into float64.
# expect keeps_shape_and_type failed wrong_dtype: another type than x

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask
