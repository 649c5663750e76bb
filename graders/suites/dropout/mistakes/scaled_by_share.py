# Divides by the share that happened to be kept.
# expect scales failed scaled_by_share: happened to be kept
# expect keeps_shape_and_type skipped

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.random(x.shape) >= rate
    return x * keep / keep.mean()
