# Takes the flag the wrong way round.
# expect drops failed drops_nothing: although training was True
# expect scales skipped
# expect drops_each_alone skipped
# expect draws_from_rng skipped
# expect passes_through failed applied_at_inference
# expect extreme_rates skipped
# expect keeps_shape_and_type skipped
# expect keeps_input skipped

def dropout(x, rate, rng, training=True):
    if training or rate == 0:
        return x * 1.0
    keep = rng.random(x.shape) >= rate
    return x * keep / (1 - rate)
