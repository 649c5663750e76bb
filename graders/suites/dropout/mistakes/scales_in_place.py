# Scales the array that it was given in place.
# expect keeps_shape_and_type errored integer_division_in_place: where fractions have no room
# expect keeps_input failed changes_its_input: changed the array

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.random(x.shape) >= rate
    x *= keep
    x /= 1 - rate
    return x
