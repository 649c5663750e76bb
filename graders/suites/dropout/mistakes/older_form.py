# The older form, which scales when the model answers.
# expect scales failed not_scaled: was not scaled
# expect passes_through failed scaled_at_inference: An older form of dropout
# expect keeps_shape_and_type skipped

def dropout(x, rate, rng, training=True):
    if not training:
        return x * (1 - rate)
    keep = rng.random(x.shape) >= rate
    return x * keep
