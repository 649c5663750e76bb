# Takes for granted that the kernel is 3x3.
# expect convolves_any_shape errored shapes_do_not_fit: shapes that do not fit

def convolve2d(image, kernel):
    result = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = np.sum(image[row : row + 3, column : column + 3] * kernel)
    return result
