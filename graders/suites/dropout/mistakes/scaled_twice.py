# Scales in the mask and once more at the end.
# expect scales failed scaled_twice: divided by 1 - rate twice
# expect keeps_shape_and_type skipped

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask / (1 - rate)
