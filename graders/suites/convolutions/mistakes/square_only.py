# Uses the height for the width too.
# expect convolves_any_shape failed wrong_shape: has another shape
# expect convolves_whole_numbers failed wrong_shape: has another shape

def convolve2d(image, kernel):
    image, kernel = np.asarray(image, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[0] - kernel.shape[0] + 1
    result = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            patch = np.pad(image, ((0, 99), (0, 99)))[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            result[row, column] = np.sum(patch * kernel)
    return result
