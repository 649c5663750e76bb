# Takes the rate for keep_prob throughout.
# expect drops failed keep_prob: dropped the share that is to be kept
# expect scales skipped
# expect drops_each_alone skipped
# expect draws_from_rng skipped
# expect extreme_rates skipped
# expect keeps_shape_and_type skipped
# expect keeps_input skipped

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.binomial(1, rate, size=x.shape)
    return x * keep / rate
