# Drops at inference too.
# expect passes_through failed applied_at_inference: although training is False

def dropout(x, rate, rng, training=True):
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.random(x.shape) >= rate
    return x * keep / (1 - rate)
