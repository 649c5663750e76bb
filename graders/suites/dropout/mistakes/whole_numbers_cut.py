# Writes fractions into an array of whole numbers.
# expect keeps_shape_and_type failed fractions_lost: lost their fractions

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.random(x.shape) >= rate
    result = np.zeros_like(x)
    result[keep] = x[keep] / (1 - rate)
    return result
