# Divides when the model answers as well.
# expect passes_through failed scaled_up_at_inference: as while training

def dropout(x, rate, rng, training=True):
    if not training:
        return x / (1 - rate)
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.random(x.shape) >= rate
    return x * keep / (1 - rate)
