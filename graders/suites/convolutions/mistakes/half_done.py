# Has written the first function only.
# whole file
# expect pools not_attempted: is still as it was given
# expect adds_channel_axis not_attempted: is still as it was given
# expect builds_model not_attempted: is still as it was given
# expect pools_any_size skipped
# expect normalizes skipped
# expect model_learns skipped

import numpy as np


def convolve2d(image, kernel):
    image, kernel = np.asarray(image, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            result[row, column] = np.sum(patch * kernel)
    return result


def max_pool2d(image, size=2):
    # START: the largest number of each square
    pass
    # END


def reshape_and_normalize(images):
    # START: reshape, then divide
    pass
    # END


def convolutional_model():
    # START: Conv2D, MaxPooling2D, Flatten, Dense; compile; return the model
    pass
    # END
