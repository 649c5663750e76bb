# A bracket is missing.
# whole file
# expect convolves failed syntax_error: is not valid Python
# expect pools failed syntax_error: is not valid Python
# expect adds_channel_axis failed syntax_error: is not valid Python
# expect builds_model failed syntax_error: is not valid Python
# expect convolves_any_shape skipped
# expect convolves_whole_numbers skipped
# expect pools_any_size skipped
# expect normalizes skipped
# expect model_learns skipped

import numpy as np


def convolve2d(image, kernel):
    return np.sum(image * kernel
