# Multiplies by 1 - rate instead of dividing.
# expect scales failed scaled_by_keep: became smaller still
# expect keeps_shape_and_type skipped

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.random(x.shape) >= rate
    return x * keep * (1 - rate)
