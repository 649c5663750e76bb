# Computes 1 / (1 - rate) at rate 1 too.
# expect extreme_rates errored division_by_zero: divided by 0

def dropout(x, rate, rng, training=True):
    if not training:
        return x * 1.0
    keep = rng.random(x.shape) >= rate
    scale = 1 / (1 - rate)
    return x * keep * scale
