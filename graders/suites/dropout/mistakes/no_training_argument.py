# Leaves the argument training out.
# expect drops errored wrong_number_of_arguments: takes 3 positional arguments
# expect scales skipped
# expect drops_each_alone skipped
# expect draws_from_rng skipped
# expect passes_through errored wrong_number_of_arguments
# expect extreme_rates skipped
# expect keeps_shape_and_type skipped
# expect keeps_input skipped

def dropout(x, rate, rng):
    keep = rng.random(x.shape) >= rate
    return x * keep / (1 - rate)
