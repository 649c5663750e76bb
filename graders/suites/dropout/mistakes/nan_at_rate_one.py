# Divides an array by 0 at rate 1.
# expect extreme_rates failed not_finite: something divided by 0

def dropout(x, rate, rng, training=True):
    if not training:
        return x * 1.0
    keep = rng.random(x.shape) >= rate
    return x * keep / (1 - rate)
