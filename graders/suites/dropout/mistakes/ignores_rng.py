# Draws from NumPy's global generator.
# expect draws_from_rng failed ignores_rng: not np.random.rand

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = np.random.rand(*x.shape) >= rate
    return x * keep / (1 - rate)
