# Draws once for each row.
# expect drops_each_alone failed drops_rows: Whole rows of x

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.random((len(x),) + (1,) * (x.ndim - 1)) >= rate
    return x * keep / (1 - rate)
