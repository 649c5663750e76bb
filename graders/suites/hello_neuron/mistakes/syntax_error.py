# A bracket is missing.
# whole file
# expect trains_and_returns failed syntax_error: is not valid Python
# expect one_neuron skipped
# expect prices_seven_bedrooms skipped
# expect prices_unseen_houses skipped
# expect finds_the_rule skipped

import numpy as np


def house_model():
    bedrooms = np.array([1.0, 2.0
    return bedrooms
