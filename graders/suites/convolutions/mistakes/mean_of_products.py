# Takes the mean of the products.
# expect convolves failed mean_not_sum: adds them up
# expect convolves_any_shape skipped
# expect convolves_whole_numbers skipped

def convolve2d(image, kernel):
    image, kernel = np.asarray(image, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            result[row, column] = np.mean(patch * kernel)
    return result
