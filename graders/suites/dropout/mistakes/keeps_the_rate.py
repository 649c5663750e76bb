# Keeps the share that is to be dropped.
# expect drops failed keep_prob: rate is the share that is dropped
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
    mask = rng.random(x.shape) < rate
    return x * mask / (1 - rate)
