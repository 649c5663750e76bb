# Expects two axes.
# expect drops_each_alone errored shapes_do_not_fit: could not be broadcast
# expect keeps_shape_and_type errored: tuple index out of range

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.random((x.shape[0], x.shape[1])) >= rate
    return x * keep / (1 - rate)
