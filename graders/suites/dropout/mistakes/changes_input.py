# Writes zeros into the array that it was given.
# expect keeps_input failed changes_its_input: changed the array

def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    x[rng.random(x.shape) < rate] = 0
    return x / (1 - rate)
