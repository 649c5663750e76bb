# Drops the same number of values each time.
# expect drops_each_alone failed fixed_count: same number of values is dropped each time

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = np.ones(x.size, bool)
    keep[rng.choice(x.size, int(x.size * rate), replace=False)] = False
    return x * keep.reshape(x.shape) / (1 - rate)
