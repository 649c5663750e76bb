# Multiplies by the rate.
# expect scales failed multiplied_by_rate: was multiplied by rate
# expect keeps_shape_and_type skipped

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.random(x.shape) >= rate
    return x * keep * rate
