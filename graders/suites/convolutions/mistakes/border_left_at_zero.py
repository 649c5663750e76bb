# Keeps the picture's size and leaves the border at zero, as the course's own loop does.
# expect convolves failed wrong_shape: has another shape
# expect convolves_any_shape skipped
# expect convolves_whole_numbers skipped

def convolve2d(image, kernel):
    result = np.zeros(image.shape)
    for row in range(1, image.shape[0] - 1):
        for column in range(1, image.shape[1] - 1):
            result[row, column] = np.sum(image[row - 1 : row + 2, column - 1 : column + 2] * kernel)
    return result
